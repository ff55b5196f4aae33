namespace VllmStream.Profiling.Metrics;

/// <summary>The state of one group for a screen; immutable.</summary>
public sealed record GroupSnapshot
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Requests sent, warm-up included.</summary>
    public long Sent { get; init; }

    /// <summary>In flight now.</summary>
    public long InFlight { get; init; }

    /// <summary>Ended well, warm-up included.</summary>
    public long Ok { get; init; }

    /// <summary>Ended otherwise, warm-up included.</summary>
    public long Failed { get; init; }

    /// <summary>Measured requests that ended.</summary>
    public long Measured { get; init; }

    /// <summary>Metrics of measured requests.</summary>
    public MetricBlocks Metrics { get; init; } = MetricBlocks.Empty;

    /// <summary>Their distributions.</summary>
    public MetricBars Bars { get; init; } = MetricBars.Empty;

    /// <summary>Failures of measured requests.</summary>
    public IReadOnlyList<FailureFigures> Failures { get; init; } = [];

    internal static GroupSnapshot Of(string name, GroupAccumulator accumulator, GroupInterval interval) => new()
    {
        Name = name,
        Sent = interval.Meter.SentTotal,
        InFlight = interval.Meter.InFlight,
        Ok = interval.OkTotal,
        Failed = interval.FailedTotal,
        Measured = accumulator.Requests,
        Metrics = MetricBlocks.Of(accumulator.Set()),
        Bars = MetricBars.Of(accumulator.Set()),
        Failures = FailureFigures.Of(accumulator),
    };
}
