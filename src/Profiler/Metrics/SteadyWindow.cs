namespace VllmStream.Profiling.Metrics;

/// <summary>The part of a run over which throughput is steady: from the end of warm-up to the last planned send. Microseconds since run start.</summary>
/// <param name="FromUs">Start; <see cref="Unknown"/> before warm-up is over.</param>
/// <param name="ToUs">End; <see cref="Unknown"/> while requests are still being sent.</param>
public readonly record struct SteadyWindow(long FromUs, long ToUs)
{
    /// <summary>Stands for an end of the window that lies ahead.</summary>
    public const long Unknown = long.MaxValue;

    /// <summary>Not begun.</summary>
    public static SteadyWindow NotBegun { get; } = new(Unknown, Unknown);

    /// <summary>True when the instant lies in the window.</summary>
    public bool Contains(long us) => us >= FromUs && us < ToUs;

    /// <summary>Output tokens of a request that came in the window: those of the first event at first_token, the rest evenly up to last_token, all at the end when not streamed.</summary>
    public double TokensWithin(in RequestTimes times, long tokens, int firstEventTokens)
    {
        if (FromUs == Unknown || tokens <= 0)
            return 0;
        var first = times.InRun(times.FirstTokenUs);
        if (first == RequestTimes.Absent)
            return Contains(times.EndInRunUs) ? tokens : 0;

        var last = Math.Max(first, times.InRun(times.LastTokenUs));
        var atFirst = last == first ? tokens : Math.Min(tokens, Math.Max(1, firstEventTokens));
        double within = Contains(first) ? atFirst : 0;
        if (last > first)
            within += (tokens - atFirst) * (double)Math.Max(0, Math.Min(last, ToUs) - Math.Max(first, FromUs)) / (last - first);
        return within;
    }
}
