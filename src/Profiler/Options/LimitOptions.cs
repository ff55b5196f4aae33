namespace VllmStream.Profiling.Options;

/// <summary>When a run begins to count and when it ends.</summary>
public sealed record LimitOptions
{
    /// <summary>The most requests of a run: a million each second for eleven days.</summary>
    public const long MostRequests = 1_000_000_000_000;

    /// <summary>The longest plan of an open loop: nobody waits longer, and its times still fit into a clock.</summary>
    public static TimeSpan LongestPlan { get; } = TimeSpan.FromDays(366);

    /// <summary>Measured time after warm-up; null when <see cref="Requests"/> limits the run.</summary>
    public TimeSpan? Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Measured requests after warm-up; null when <see cref="Duration"/> limits the run.</summary>
    public long? Requests { get; init; }

    /// <summary>Warm-up as a time; null when by count or by default.</summary>
    public TimeSpan? WarmupDuration { get; init; }

    /// <summary>Warm-up as a number of requests; null when by time or by default.</summary>
    public long? WarmupRequests { get; init; }

    /// <summary>How long requests in flight may take to finish after the last send.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for the server to answer before the probe.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.Zero;
}
