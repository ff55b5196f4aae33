using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>A run at one instant, for screens and progress lines; immutable, any thread.</summary>
public sealed record RunSnapshot
{
    /// <summary>Before anything happened.</summary>
    public static RunSnapshot Empty { get; } = new();

    /// <summary>Milliseconds since run start.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>Milliseconds of the steady window so far; null during warm-up.</summary>
    public double? MeasuredMs { get; init; }

    /// <summary>Phase.</summary>
    public RunPhase Phase { get; init; }

    /// <summary>Number of the measured window, from 1.</summary>
    public int Window { get; init; } = 1;

    /// <summary>What the load asks for now: requests in flight, users, or requests per second; null where stages or a trace say it.</summary>
    public double? Level { get; init; }

    /// <summary>Share of the run that is done, 0..1; null when nobody knows.</summary>
    public double? ProgressRatio { get; init; }

    /// <summary>Requests sent, warm-up included.</summary>
    public long Sent { get; init; }

    /// <summary>In flight now.</summary>
    public long InFlight { get; init; }

    /// <summary>Ended well, warm-up included.</summary>
    public long Ok { get; init; }

    /// <summary>Ended otherwise, warm-up included.</summary>
    public long Failed { get; init; }

    /// <summary>Measured requests that ended: what every percentile here stands on.</summary>
    public long Measured { get; init; }

    /// <summary>Those of them whose user left, as planned: neither good nor bad.</summary>
    public long Left { get; init; }

    /// <summary>Warm-up requests that ended.</summary>
    public long WarmupRequests { get; init; }

    /// <summary>Measured requests that met every objective; null without objectives.</summary>
    public long? Good { get; init; }

    /// <summary>Where token counts come from.</summary>
    public TokenSource TokenSource { get; init; }

    /// <summary>Mean tokens per token event; null when unknown.</summary>
    public double? TokensPerEvent { get; init; }

    /// <summary>How evenly the tokens of measured requests came.</summary>
    public SmoothnessFigures Smoothness { get; init; } = SmoothnessFigures.None;

    /// <summary>Metrics of all measured requests.</summary>
    public MetricBlocks Metrics { get; init; } = MetricBlocks.Empty;

    /// <summary>Their distributions.</summary>
    public MetricBars Bars { get; init; } = MetricBars.Empty;

    /// <summary>Groups, in the order of the options.</summary>
    public IReadOnlyList<GroupSnapshot> Groups { get; init; } = [];

    /// <summary>The streamed groups as one and the others as one; empty unless there are both.</summary>
    public IReadOnlyList<GroupSnapshot> Modes { get; init; } = [];

    /// <summary>Failures of measured requests.</summary>
    public IReadOnlyList<FailureFigures> Failures { get; init; } = [];

    /// <summary>The newest stretch in which every attempt, for more than 5 s, found no server; null = there was none.</summary>
    public ServerLost? ServerLost { get; init; }

    /// <summary>Why the run would not be valid if it ended now; empty = client OK, or nothing measured yet.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];

    /// <summary>The last 1,000 requests that have ended, attempts and warm-up included, oldest first; empty unless the run was asked to keep them.</summary>
    public IReadOnlyList<EndedRequest> EndedRequests { get; init; } = [];

    /// <summary>The last 200 of them that failed, oldest first.</summary>
    public IReadOnlyList<EndedRequest> FailedRequests { get; init; } = [];

    /// <summary>Failures by kind since the start of the run, most frequent first; empty unless the run was asked to keep them.</summary>
    public IReadOnlyList<ErrorFigures> Errors { get; init; } = [];

    /// <summary>Newest intervals last; each holds one entry per group. Rates of now are those of the last.</summary>
    public IReadOnlyList<IReadOnlyList<IntervalFigures>> History { get; init; } = [];

    /// <summary>Streamed against not streamed, a few seconds old at most times; null without --mode paired.</summary>
    public PairFigures? Pairs { get; init; }

    /// <summary>The client's own share; null when not measured.</summary>
    public ClientHealthReport? Client { get; init; }

    /// <summary>The server and its GPUs by their own figures; null when nobody looks.</summary>
    public ServerFigures? Server { get; init; }

    /// <summary>Requests that ended well per second, in the last interval; null before the first.</summary>
    public double? RequestsPerSecond => History.Count == 0 ? null : History[^1].Sum(group => group.RequestsPerS ?? 0);

    /// <summary>Tokens per second in the last interval; null before the first.</summary>
    public double? OutputTokensPerSecond => History.Count == 0 ? null : History[^1].Sum(group => group.OutputTokensPerS ?? 0);
}
