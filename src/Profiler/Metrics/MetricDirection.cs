namespace VllmStream.Profiling.Metrics;

/// <summary>Which way a metric is good; its worst value is the other end.</summary>
public enum MetricDirection
{
    /// <summary>Times.</summary>
    LowerIsBetter,

    /// <summary>Rates.</summary>
    HigherIsBetter,
}
