namespace VllmStream.Profiling.Metrics;

/// <summary>What a run is worth.</summary>
public enum Verdict
{
    /// <summary>The numbers stand.</summary>
    Valid,

    /// <summary>Cut short; what was measured up to then stands.</summary>
    Interrupted,

    /// <summary>The numbers do not stand: this client was the limit, the plan was not kept, or nothing was measured.</summary>
    NotValid,

    /// <summary>There is nothing to judge.</summary>
    Failed,
}
