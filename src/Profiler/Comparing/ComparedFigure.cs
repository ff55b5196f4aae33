using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>One figure of two sides.</summary>
public sealed record ComparedFigure
{
    /// <summary>The group; null = all.</summary>
    public string? Group { get; init; }

    /// <summary>Its name, as in checks: ttft, rate, error_rate, requests_per_s.</summary>
    public required string Metric { get; init; }

    /// <summary>p50, p99; null for a figure that has one value.</summary>
    public string? Statistic { get; init; }

    /// <summary>ms, tok/s, req/s, or ratio.</summary>
    public required string Unit { get; init; }

    /// <summary>Which way is good.</summary>
    public MetricDirection Direction { get; init; }

    /// <summary>Samples of a; null where another tool's file does not say.</summary>
    public long? CountA { get; init; }

    /// <summary>Samples of b.</summary>
    public long? CountB { get; init; }

    /// <summary>Value of a; null without enough samples.</summary>
    public double? A { get; init; }

    /// <summary>Value of b.</summary>
    public double? B { get; init; }

    /// <summary>True when the change is a ratio, b/a - 1; false when it is b - a, as of an error rate.</summary>
    public bool IsRelative { get; init; } = true;

    /// <summary>The change from a to b; null without both.</summary>
    public double? Change { get; init; }

    /// <summary>Lower end of its 95 % interval; null from too few samples.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>How likely chance alone makes a change of this size (two-sided); null without an interval.</summary>
    public double? ChanceRatio { get; init; }

    /// <summary>What it says; null where no verdict may rest on the two sides.</summary>
    public ComparisonVerdict? Verdict { get; init; }

    /// <summary>Why there is no interval; null where there is one.</summary>
    public string? Absence { get; init; }

    /// <summary>True when there is no interval because of too few samples, and not for another reason.</summary>
    [JsonIgnore]
    public bool IsTooFew { get; init; }

    /// <summary>True when a has enough samples to be judged and b, which was asked as often, has none: no number says more.</summary>
    [JsonIgnore]
    public bool IsLost { get; init; }

    /// <summary>True when b is on the bad side of a.</summary>
    public bool IsBad => IsLost || (Direction == MetricDirection.LowerIsBetter ? Change > 0 : Change < 0);
}
