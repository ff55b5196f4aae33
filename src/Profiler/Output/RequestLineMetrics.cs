using System.ComponentModel;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The metrics of one request; null where the request has none (see the definitions).</summary>
public sealed record RequestLineMetrics
{
    /// <summary>TTFT.</summary>
    [Description("first_token - sent.")]
    public double? TtftMs { get; init; }

    /// <summary>TTFC.</summary>
    [Description("first_visible - sent.")]
    public double? TtfcMs { get; init; }

    /// <summary>TPOT.</summary>
    [Description("(last_token - first_token) / (output_tokens - 1).")]
    public double? TpotMs { get; init; }

    /// <summary>E2E.</summary>
    [Description("end - sent.")]
    public double? E2eMs { get; init; }

    /// <summary>Wait.</summary>
    [Description("sent - scheduled.")]
    public double? WaitMs { get; init; }

    /// <summary>Decode rate.</summary>
    [Description("(output_tokens - first_event_tokens) / (last_token - first_token).")]
    public double? TokensPerS { get; init; }

    /// <summary>Median gap.</summary>
    [Description("Median gap between token events.")]
    public double? ItlP50Ms { get; init; }

    /// <summary>99th percentile.</summary>
    [Description("99th percentile of the gaps; needs 100.")]
    public double? ItlP99Ms { get; init; }

    /// <summary>Takes them from computed metrics.</summary>
    public static RequestLineMetrics Of(in RequestMetrics metrics) => new()
    {
        TtftMs = metrics.Ttft.OrNull,
        TtfcMs = metrics.Ttfc.OrNull,
        TpotMs = metrics.Tpot.OrNull,
        E2eMs = metrics.E2e.OrNull,
        WaitMs = metrics.Wait.OrNull,
        TokensPerS = metrics.TokensPerSecond.OrNull,
        ItlP50Ms = metrics.ItlP50.OrNull,
        ItlP99Ms = metrics.ItlP99.OrNull,
    };
}
