namespace VllmStream.Profiling.Clock;

/// <summary>Notices when somebody sets the wall clock: it then moves against the monotonic clock. Pure but for what it remembers; one thread.</summary>
/// <remarks>No duration here depends on the wall clock; but logs of other programs do, and whoever joins them must know.</remarks>
public sealed class ClockStepWatch
{
    // A clock that is slewed drifts by 0.5 ms a second at most; between two looks that is nothing.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private (long Ticks, DateTimeOffset Wall)? _last;

    /// <summary>Compares both clocks with the look before.</summary>
    /// <param name="ticks">Monotonic now.</param>
    /// <param name="wall">Wall clock now.</param>
    /// <returns>By how much the wall clock was set since then; null when it was not.</returns>
    public TimeSpan? Look(long ticks, DateTimeOffset wall)
    {
        var before = _last;
        _last = (ticks, wall);
        if (before is not { } last)
            return null;
        var step = wall - last.Wall - TimeSpan.FromSeconds(Ticks.ToSeconds(ticks - last.Ticks));
        return step.Duration() > Tolerance ? step : null;
    }
}
