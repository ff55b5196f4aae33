namespace VllmStream.Profiling.Options.Traces;

/// <summary>Reads the load of a trace.</summary>
internal static class TraceReader
{
    private const double LeastSpeed = 0.001;
    private const double MostSpeed = 1_000_000;

    public static LoadOptions Read(OptionValues values, OptionValue given, IOptionSources sources, List<string> warnings)
    {
        if ((values.One("--arrival") ?? values.One("--burstiness")) is { } gaps)
            throw gaps.Wrong($"is about the gaps of a rate, and {given.Shown} has its own times; keep one");
        if (values.One("--warmup") is { } warmup && !WarmupText.IsNone(warmup.Text))
            throw warmup.Wrong($"comes before the times of {given.Shown}, which has none to spare; leave it out");
        var trace = TraceFile.Read(given.Text, given.ReadFile(sources)) with { Speed = values.Number("--speed", LeastSpeed, MostSpeed) ?? 1 };
        if (trace.Seconds > LimitOptions.LongestPlan.TotalSeconds)
            throw values.One("--speed")!.Wrong($"makes {given.Text} {trace.Seconds / 86400:0.#} days long; the most is {LimitOptions.LongestPlan.TotalDays} days");
        if (trace.LeftOut > 0)
            warnings.Add($"{given.Text}: {trace.LeftOut} requests are left out, for the server did not say how long their prompts were");
        return new LoadOptions
        {
            Kind = LoadKind.Open,
            Trace = trace,
            MaxConcurrency = LoadReader.ReadCeiling(values),
        };
    }

    /// <summary>The rate of the part of a trace that is sent.</summary>
    public static LoadOptions WithRate(LoadOptions load, LimitOptions limits)
    {
        if (load.Trace is not { } trace || limits.Requests is not > 0)
            return load;
        var last = trace.DueSeconds((int)limits.Requests - 1);
        // All at one instant is no rate.
        return load with { RatePerSecond = last > 0 ? limits.Requests.Value / last : 0 };
    }

    /// <summary>A trace ends when its last request is sent, unless a time or a number ends it before.</summary>
    public static LimitOptions WithLimits(LimitOptions limits, Trace trace, OptionValues values)
    {
        var requests = values.Has("--duration") ? trace.CountBefore(limits.Duration!.Value) : Math.Min(limits.Requests ?? long.MaxValue, trace.Entries.Count);
        return limits with { Requests = requests, Duration = null };
    }
}
