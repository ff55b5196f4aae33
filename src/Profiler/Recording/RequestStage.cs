namespace VllmStream.Profiling.Recording;

/// <summary>What a request in flight is waiting for; it decides which limit applies.</summary>
internal enum RequestStage
{
    /// <summary>Not in flight.</summary>
    Idle,

    /// <summary>A connection.</summary>
    Connecting,

    /// <summary>Its first token (the whole answer when it is not streamed).</summary>
    FirstToken,

    /// <summary>The next event.</summary>
    NextEvent,

    /// <summary>The end of the body behind a complete answer.</summary>
    Lingering,
}
