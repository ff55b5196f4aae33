namespace VllmStream.Profiling.Recording;

/// <summary>Where a token count comes from; best first, never mixed inside one number.</summary>
public enum TokenSource
{
    /// <summary>Nothing counted.</summary>
    None,

    /// <summary>The usage block at the end of the answer.</summary>
    UsageFinal,

    /// <summary>The last cumulative usage seen in the stream (no final one came).</summary>
    UsageContinuous,

    /// <summary>The ids of generated tokens, where every event that had a token had its ids.</summary>
    TokenIds,

    /// <summary>A tokenizer, afterwards.</summary>
    Tokenizer,

    /// <summary>The number of token events: a chunk may hold more than one token, so this is a lower bound.</summary>
    Chunks,
}
