namespace VllmStream.Tui.State;

/// <summary>How an agent stands in a run.</summary>
public enum AgentStanding
{
    /// <summary>It fetches files, and looks at its server.</summary>
    Preparing,

    /// <summary>It waits for the agreed instant.</summary>
    Ready,

    /// <summary>It sends.</summary>
    Running,

    /// <summary>It sends no more and waits for what is in flight.</summary>
    Draining,

    /// <summary>It is through; its result is here, or can be fetched.</summary>
    Done,

    /// <summary>It did not take the run.</summary>
    Refused,

    /// <summary>It broke off, and there is no result.</summary>
    Failed,

    /// <summary>It is not heard.</summary>
    Lost,
}
