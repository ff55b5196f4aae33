using System.ComponentModel;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The metrics of one request; null where the request has none (see the definitions).</summary>
public sealed record RequestLineMetrics
{
    /// <summary>TTFT.</summary>
    [Description("first_token - sent.")]
    public double? TtftMs { get; set; }

    /// <summary>TTFC.</summary>
    [Description("first_visible - sent.")]
    public double? TtfcMs { get; set; }

    /// <summary>TPOT.</summary>
    [Description("(last_token - first_token) / (output_tokens - 1).")]
    public double? TpotMs { get; set; }

    /// <summary>E2E.</summary>
    [Description("end - sent.")]
    public double? E2eMs { get; set; }

    /// <summary>Wait.</summary>
    [Description("sent - scheduled.")]
    public double? WaitMs { get; set; }

    /// <summary>Decode rate.</summary>
    [Description("(output_tokens - first_event_tokens) / (last_token - first_token).")]
    public double? TokensPerS { get; set; }

    /// <summary>Median gap.</summary>
    [Description("Median gap between token events.")]
    public double? ItlP50Ms { get; set; }

    /// <summary>99th percentile.</summary>
    [Description("99th percentile of the gaps; needs 100.")]
    public double? ItlP99Ms { get; set; }

    /// <summary>Takes them from computed metrics.</summary>
    public void Fill(in RequestMetrics metrics)
    {
        TtftMs = metrics.Ttft.OrNull;
        TtfcMs = metrics.Ttfc.OrNull;
        TpotMs = metrics.Tpot.OrNull;
        E2eMs = metrics.E2e.OrNull;
        WaitMs = metrics.Wait.OrNull;
        TokensPerS = metrics.TokensPerSecond.OrNull;
        ItlP50Ms = metrics.ItlP50.OrNull;
        ItlP99Ms = metrics.ItlP99.OrNull;
    }
}
