namespace VllmStream.Profiling.Recording;

/// <summary>What a request in flight is doing, in the words that a screen shows.</summary>
public enum LivePhase
{
    /// <summary>Not in flight.</summary>
    None,

    /// <summary>Finds a connection, or opens one.</summary>
    Connect,

    /// <summary>Hands its bytes to the socket.</summary>
    Send,

    /// <summary>Sent; the first token (of an answer that is not streamed: its end) has not come.</summary>
    Wait,

    /// <summary>Tokens come.</summary>
    Decode,

    /// <summary>The answer is complete; only the end of its body is outstanding.</summary>
    Finish,

    /// <summary>An attempt has failed, and the next one waits for its time.</summary>
    Retry,
}
