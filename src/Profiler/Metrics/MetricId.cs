namespace VllmStream.Profiling.Metrics;

/// <summary>The measured quantities; the value is the index of a distribution in a <see cref="HistogramSet"/>.</summary>
public enum MetricId
{
    /// <summary>Time to first token.</summary>
    Ttft,

    /// <summary>Time to first visible content.</summary>
    Ttfc,

    /// <summary>Gap between token events.</summary>
    Itl,

    /// <summary>Time per output token of a request.</summary>
    Tpot,

    /// <summary>Sent to end.</summary>
    E2e,

    /// <summary>Scheduled to sent.</summary>
    Wait,

    /// <summary>Decode rate of a request.</summary>
    TokensPerSecond,

    /// <summary>Time to first token, counted from the planned send.</summary>
    TtftFromSchedule,

    /// <summary>End, counted from the planned send.</summary>
    E2eFromSchedule,
}
