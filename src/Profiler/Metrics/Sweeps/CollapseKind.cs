namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>The likely cause of a collapse.</summary>
public enum CollapseKind
{
    /// <summary>Nothing that is known explains it.</summary>
    Unknown,

    /// <summary>Requests failed.</summary>
    Errors,

    /// <summary>The KV cache was full: sequences were preempted and computed again.</summary>
    Preemption,

    /// <summary>Requests waited for each other.</summary>
    Queue,
}
