using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Sharing;

/// <summary>One group of a <see cref="ShareReport"/>.</summary>
public sealed record ShareGroup
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>True when it is streamed, false when it is not; null for both, and as long as nothing has ended.</summary>
    public bool? Streams { get; init; }

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

    /// <summary>How evenly their tokens came.</summary>
    public SmoothnessFigures Smoothness { get; init; } = SmoothnessFigures.None;

    /// <summary>Failures of measured requests.</summary>
    public IReadOnlyList<FailureFigures> Failures { get; init; } = [];

    /// <summary>Requests that ended well per second, in the last interval; null before the first.</summary>
    public double? RequestsPerS { get; init; }

    /// <summary>Tokens per second in the last interval; null before the first.</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>What measured requests gave since the report before, in numbers.</summary>
    public MetricBlocks Metrics { get; init; } = MetricBlocks.Empty;

    /// <summary>The same as distributions.</summary>
    public HistogramTexts Histograms { get; init; } = new();

    /// <summary>Its counts as a screen has them; without metrics, which here are only of what came lately.</summary>
    internal GroupSnapshot ToSnapshot() => new()
    {
        Name = Name, Streams = Streams, Sent = Sent, InFlight = InFlight, Ok = Ok, Failed = Failed, Measured = Measured, Smoothness = Smoothness, Failures = Failures,
    };
}
