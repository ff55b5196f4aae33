namespace VllmStream.Profiling.Api;

/// <summary>Prompts that are written when they are sent, so that none of them is kept as a string. Any thread.</summary>
public interface IPromptSource
{
    /// <summary>True when it writes JSON, such as an array of token ids, and no text.</summary>
    bool IsJson { get; }

    /// <summary>Most bytes of prompt <paramref name="number"/>.</summary>
    int MaxBytesOf(long number);

    /// <summary>Writes prompt <paramref name="number"/> as UTF-8.</summary>
    /// <returns>Its bytes.</returns>
    int Write(long number, Span<byte> utf8);
}
