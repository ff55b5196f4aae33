using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Metrics;

/// <summary>Every metric of a run or of a group, in numbers.</summary>
public record MetricBlocks
{
    /// <summary>Nothing measured.</summary>
    public static MetricBlocks Empty { get; } = new();

    /// <summary>Sent to first token.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock TtftMs { get; init; } = MetricBlock.Empty;

    /// <summary>Sent to first visible content.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock TtfcMs { get; init; } = MetricBlock.Empty;

    /// <summary>Gaps between token events, pooled.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock ItlMs { get; init; } = MetricBlock.Empty;

    /// <summary>Time per output token, one value per request.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock TpotMs { get; init; } = MetricBlock.Empty;

    /// <summary>Sent to end.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock E2eMs { get; init; } = MetricBlock.Empty;

    /// <summary>Scheduled to sent.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock WaitMs { get; init; } = MetricBlock.Empty;

    /// <summary>Decode rate, one value per request.</summary>
    [JsonPropertyOrder(1)]
    public RateBlock TokensPerS { get; init; } = RateBlock.Empty;

    /// <summary>Scheduled to first token.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock TtftFromScheduleMs { get; init; } = MetricBlock.Empty;

    /// <summary>Scheduled to end.</summary>
    [JsonPropertyOrder(1)]
    public MetricBlock E2eFromScheduleMs { get; init; } = MetricBlock.Empty;

    /// <summary>Reads a set of distributions.</summary>
    public static MetricBlocks Of(HistogramSet set) => new(set);

    /// <summary>Nothing measured.</summary>
    public MetricBlocks()
    {
    }

    /// <summary>Reads a set of distributions.</summary>
    protected MetricBlocks(HistogramSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        TtftMs = MetricBlock.Of(set[MetricId.Ttft]);
        TtfcMs = MetricBlock.Of(set[MetricId.Ttfc]);
        ItlMs = MetricBlock.Of(set[MetricId.Itl]);
        TpotMs = MetricBlock.Of(set[MetricId.Tpot]);
        E2eMs = MetricBlock.Of(set[MetricId.E2e]);
        WaitMs = MetricBlock.Of(set[MetricId.Wait]);
        TokensPerS = RateBlock.Of(set[MetricId.TokensPerSecond]);
        TtftFromScheduleMs = MetricBlock.Of(set[MetricId.TtftFromSchedule]);
        E2eFromScheduleMs = MetricBlock.Of(set[MetricId.E2eFromSchedule]);
    }

    /// <summary>Block of a time metric.</summary>
    public MetricBlock Time(MetricId metric) => metric switch
    {
        MetricId.Ttft => TtftMs,
        MetricId.Ttfc => TtfcMs,
        MetricId.Itl => ItlMs,
        MetricId.Tpot => TpotMs,
        MetricId.E2e => E2eMs,
        MetricId.Wait => WaitMs,
        MetricId.TtftFromSchedule => TtftFromScheduleMs,
        MetricId.E2eFromSchedule => E2eFromScheduleMs,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "is a rate"),
    };
}
