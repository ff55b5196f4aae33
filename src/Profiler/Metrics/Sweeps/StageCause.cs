namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>What broke a stage.</summary>
public enum StageCause
{
    /// <summary>Nothing did.</summary>
    None,

    /// <summary>Too few requests met the objectives of --slo.</summary>
    Objective,

    /// <summary>Too many requests failed.</summary>
    Errors,

    /// <summary>A condition of --check did not hold.</summary>
    Check,

    /// <summary>More came than was done: the number in flight rose all along.</summary>
    Saturated,

    /// <summary>TTFT rose all along.</summary>
    TtftRunaway,

    /// <summary>Less was done than at a lower load.</summary>
    Throughput,

    /// <summary>The server did not answer any more.</summary>
    ServerLost,

    /// <summary>No request ended.</summary>
    Nothing,
}
