using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Load;

/// <summary>How much is sent before anything counts: so many requests, but no longer than a time.</summary>
/// <param name="Requests">Requests; null = by time alone.</param>
/// <param name="AtMost">Time.</param>
public readonly record struct Warmup(long? Requests, TimeSpan AtMost)
{
    /// <summary>No more than this part of a run is spent on the default warm-up of an open loop.</summary>
    private const double OpenShare = 0.1;

    // Longer than any run, and still a time that can be added to a clock.
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(3650);

    /// <summary>What the options say, or the default: closed loop 2 x concurrency requests, open loop a tenth of the run, both at most 10 s.</summary>
    public static Warmup Of(RunOptions options)
    {
        var limits = options.Limits;
        var open = options.Load.Kind == LoadKind.Open;
        // Stages and traces say themselves what comes first.
        if (options.Load.Stages.Count > 0 || options.Load.Trace is not null)
            return new Warmup(null, TimeSpan.Zero);
        if (limits.WarmupDuration is { } duration)
            return new Warmup(null, duration);
        if (limits.WarmupRequests is { } count)
        {
            // The plan of an open loop is laid out in time, so a count is the time that many take.
            return open
                ? new Warmup(null, TimeSpan.FromSeconds(count / options.Load.RatePerSecond))
                : new Warmup(count, NoLimit);
        }
        if (!open)
            return new Warmup(2L * options.Load.Concurrency, MeasuredWindow.WarmupCap);

        var run = limits.Duration ?? TimeSpan.FromSeconds(limits.Requests!.Value / options.Load.RatePerSecond);
        var share = run * OpenShare;
        return new Warmup(null, share < MeasuredWindow.WarmupCap ? share : MeasuredWindow.WarmupCap);
    }
}
