namespace VllmStream.Simulation;

/// <summary>The outputs of the engine for one request, in the order in which they leave it. One reader.</summary>
internal interface ITokenSource
{
    /// <summary>The newest output; valid after <see cref="MoveNextAsync"/> gave true.</summary>
    TokenStep Current { get; }

    /// <summary>Completes with true when the next output is there, with false when there is none left or the request was aborted.</summary>
    ValueTask<bool> MoveNextAsync();

    /// <summary>Ends the request early; may be called from any thread, also after its end.</summary>
    void Abort();
}
