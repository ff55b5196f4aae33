using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Load;

/// <summary>How much of a run is done. Pure.</summary>
public static class RunProgress
{
    /// <summary>Share of the measured part, 0..1: of its time where a time ends it (stages end by theirs), else of its requests, by those that have ended (a trace ends with its last).</summary>
    /// <param name="window">The window.</param>
    /// <param name="limits">What ends it.</param>
    /// <param name="endedMeasured">Counted requests that have ended.</param>
    /// <param name="nowTicks">Now.</param>
    public static double Ratio(MeasuredWindow window, LimitOptions limits, long endedMeasured, long nowTicks)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(limits);
        if (window.MeasuredFromTicks == 0)
            return 0;
        if (limits.Requests is { } requests)
            return Math.Clamp(endedMeasured / (double)requests, 0, 1);
        // What is closed early gets no further.
        var until = window.SendsOver ? Math.Min(nowTicks, window.SendsOverTicks) : nowTicks;
        return Math.Clamp((until - window.MeasuredFromTicks) / (double)Ticks.From(limits.Duration!.Value), 0, 1);
    }
}
