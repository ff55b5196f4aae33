namespace VllmStream.Tui.State;

/// <summary>Where a run stands; its name in capitals is the first word on the screen.</summary>
internal enum RunStage
{
    /// <summary>The server has not answered yet.</summary>
    Connecting,

    /// <summary>One request finds out whom the load is for.</summary>
    Probe,

    /// <summary>The load, not counted yet.</summary>
    WarmUp,

    /// <summary>The load, counted.</summary>
    Running,

    /// <summary>Nothing is sent any more.</summary>
    Draining,

    /// <summary>Over, as planned.</summary>
    Finished,

    /// <summary>Over, because somebody ended it.</summary>
    Stopped,

    /// <summary>Over, and nothing succeeded, or it never began.</summary>
    Failed,

    /// <summary>A run of before, from its file.</summary>
    Report,
}
