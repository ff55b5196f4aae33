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
        if (values.One("--warmup") is { Text: not ("0" or "0s") } warmup)
            throw warmup.Wrong($"comes before the times of {given.Shown}, which has none to spare; leave it out");
        var trace = TraceFile.Read(given.Text, given.ReadFile(sources)) with { Speed = values.Number("--speed", LeastSpeed, MostSpeed) ?? 1 };
        if (trace.LeftOut > 0)
            warnings.Add($"{given.Text}: {trace.LeftOut} requests are left out, for the server did not say how long their prompts were");
        return new LoadOptions
        {
            Kind = LoadKind.Open,
            Trace = trace,
            // All at one instant is no rate.
            RatePerSecond = trace.Seconds > 0 ? trace.Entries.Count / trace.Seconds : 0,
            MaxConcurrency = LoadReader.ReadCeiling(values),
        };
    }

    /// <summary>A trace ends when its last request is sent, unless a time or a number ends it before.</summary>
    public static LimitOptions WithLimits(LimitOptions limits, Trace trace, OptionValues values)
    {
        var requests = values.Has("--duration") ? trace.CountBefore(limits.Duration!.Value) : Math.Min(limits.Requests ?? long.MaxValue, trace.Entries.Count);
        return limits with { Requests = requests, Duration = null };
    }
}
