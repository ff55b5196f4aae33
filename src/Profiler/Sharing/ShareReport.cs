using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Sharing;

/// <summary>What a process that sends a share of a run says of it once a second. Counts are since its start; distributions are of what came since the report before.</summary>
public sealed record ShareReport
{
    /// <summary>Its number, from 1, without holes: what is missing got lost on the way.</summary>
    public long Number { get; init; }

    /// <summary>The second of the load that it ends, from 1 and always later than the report before: the same one for all shares, as they begin together.</summary>
    public long Second { get; init; }

    /// <summary>Phase.</summary>
    public RunPhase Phase { get; init; }

    /// <summary>Milliseconds since the start of this process's run.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>Milliseconds of the steady window so far; null during warm-up.</summary>
    public double? MeasuredMs { get; init; }

    /// <summary>Part of the run that is done, 0..1; null when nobody knows.</summary>
    public double? ProgressRatio { get; init; }

    /// <summary>Warm-up requests that ended.</summary>
    public long WarmupRequests { get; init; }

    /// <summary>Measured requests whose user left, as planned.</summary>
    public long Left { get; init; }

    /// <summary>Measured requests that met every objective; null without objectives.</summary>
    public long? Good { get; init; }

    /// <summary>Where token counts come from.</summary>
    public TokenSource TokenSource { get; init; }

    /// <summary>Mean tokens per token event; null when unknown.</summary>
    public double? TokensPerEvent { get; init; }

    /// <summary>Why this share would not be valid if it ended now; empty = client OK.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];

    /// <summary>The client's own part in the numbers; null when not measured.</summary>
    public ClientHealthReport? Client { get; init; }

    /// <summary>Groups, in the order of the options.</summary>
    public IReadOnlyList<ShareGroup> Groups { get; init; } = [];
}
