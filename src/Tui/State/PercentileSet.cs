namespace VllmStream.Tui.State;

/// <summary>Which percentiles a view names.</summary>
internal enum PercentileSet
{
    /// <summary>p50, p75, p90, p95, p99.</summary>
    Usual,

    /// <summary>p90, p99, p99.9.</summary>
    Tail,

    /// <summary>Minimum, p50, p75, maximum.</summary>
    Quartiles,
}
