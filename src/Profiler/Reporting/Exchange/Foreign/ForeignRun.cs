using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>A run that another tool measured, in our words and units; null = the file does not say. Immutable.</summary>
public sealed record ForeignRun
{
    /// <summary>Who measured.</summary>
    public required ForeignTool Tool { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>What the file calls the run: a label or a strategy.</summary>
    public string? Name { get; init; }

    /// <summary>Model.</summary>
    public string? Model { get; init; }

    /// <summary>Load.</summary>
    public ForeignLoad Load { get; init; } = new();

    /// <summary>Successes.</summary>
    public long? Completed { get; init; }

    /// <summary>Failures.</summary>
    public long? Failed { get; init; }

    /// <summary>Length of what was measured, seconds.</summary>
    public double? DurationS { get; init; }

    /// <summary>Successes per second.</summary>
    public double? RequestsPerS { get; init; }

    /// <summary>Output tokens per second.</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>Mean prompt tokens of a success.</summary>
    public double? PromptTokensMean { get; init; }

    /// <summary>Mean output tokens of a success.</summary>
    public double? OutputTokensMean { get; init; }

    /// <summary>Every request that was counted, in the order of the file; empty when it does not have them all.</summary>
    public IReadOnlyList<ForeignRequest> Requests { get; init; } = [];

    /// <summary>Its metrics under the names of ours; those that it does not have are not here.</summary>
    public IReadOnlyDictionary<MetricId, ForeignMetric> Metrics { get; init; } = new Dictionary<MetricId, ForeignMetric>();

    /// <summary>How its metrics differ from ours, one for each of <see cref="Metrics"/> that does.</summary>
    public IReadOnlyList<MetricDifference> Differences =>
        [.. ToolDefinitions.Of(Tool).Where(difference => Metrics.ContainsKey(difference.Metric))];
}
