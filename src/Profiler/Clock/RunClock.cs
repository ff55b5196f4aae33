namespace VllmStream.Profiling.Clock;

/// <summary>The clock of one run: a monotonic start and the single wall-clock anchor beside it. Immutable; any thread.</summary>
public sealed class RunClock
{
    /// <summary>Anchors a run at the given instants.</summary>
    public RunClock(long startTicks, DateTimeOffset startedAt)
    {
        StartTicks = startTicks;
        StartedAt = startedAt;
    }

    /// <summary>Monotonic ticks at the start of the run; every <c>t_ms</c> counts from here.</summary>
    public long StartTicks { get; }

    /// <summary>Wall clock at <see cref="StartTicks"/>; the only wall-clock value of a run.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Takes both clocks now.</summary>
    public static RunClock Start() => new(Ticks.Now, TimeProvider.System.GetUtcNow());

    /// <summary>A run that began at a time of the wall clock; null = now.</summary>
    public static RunClock At(DateTimeOffset? startedAt)
    {
        var now = Start();
        return startedAt is { } start ? new RunClock(now.StartTicks - Ticks.From(now.StartedAt - start), start) : now;
    }

    /// <summary>Milliseconds from the start of the run to <paramref name="ticks"/>, in whole microseconds.</summary>
    /// <remarks>Rounded as the summary rounds, once: half a microsecond that is rounded as a fraction of milliseconds is the other one, and a file would give another summary than its run.</remarks>
    public double MsAt(long ticks) => Ticks.ToMicroseconds(ticks - StartTicks) / 1_000.0;

    /// <summary>Milliseconds since the start of the run.</summary>
    public double ElapsedMs => MsAt(Ticks.Now);
}
