namespace VllmStream.Profiling.Tokens;

/// <summary>Says how many tokens a text has. Used by one thread at a time, and never by one that reads sockets.</summary>
public interface ITokenCounter : IDisposable
{
    /// <summary>What counts, for people: where it is from and what kind it is.</summary>
    string Description { get; }

    /// <summary>Tokens of a text, without any that only mark its beginning or end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancel">Gives up what is under way.</param>
    /// <exception cref="TokenCountException">This text could not be counted.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    int Count(string text, CancellationToken cancel);
}
