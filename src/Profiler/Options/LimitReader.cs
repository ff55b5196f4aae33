using VllmStream.Profiling.Options.Traces;

namespace VllmStream.Profiling.Options;

/// <summary>Reads when a run counts and ends, and the limits of one request.</summary>
internal static class LimitReader
{
    // The warm-up of an open loop is planned before it begins, which takes a moment for each request.
    private const long MostPlannedWarmup = 10_000_000;

    internal static LimitOptions Read(OptionValues values, LoadOptions load)
    {
        var limits = Read(values);
        RefuseEndless(values, load, limits);
        // Stages and traces end by themselves.
        if (load.Trace is { } trace)
            return TraceReader.WithLimits(limits, trace, values);
        return load.Stages.Count == 0 ? limits : limits with { Duration = TimeSpan.FromSeconds(new StageProfile(load.Stages).Seconds) };
    }

    private static LimitOptions Read(OptionValues values)
    {
        var duration = values.One("--duration");
        var requests = values.One("--requests");
        if (duration is not null && requests is not null)
            throw new OptionException($"{duration.Shown} and {requests.Shown} both end the run; keep one");
        var (warmupTime, warmupRequests) = ReadWarmup(values);
        var defaults = new LimitOptions();
        return new LimitOptions
        {
            Duration = requests is not null ? null : duration is null ? defaults.Duration : ReadRunTime(values, duration),
            Requests = values.Count("--requests", 1, LimitOptions.MostRequests),
            WarmupDuration = warmupTime,
            WarmupRequests = warmupRequests,
            Drain = values.Duration("--drain") ?? defaults.Drain,
            Wait = values.Duration("--wait") ?? defaults.Wait,
        };
    }

    // Of a rate that is slow enough a few requests take longer than any clock goes.
    private static void RefuseEndless(OptionValues values, LoadOptions load, LimitOptions limits)
    {
        if (load.Kind != LoadKind.Open || load.Trace is not null || load.Stages.Count > 0)
            return;
        Refuse("--requests", limits.Requests);
        Refuse("--warmup", limits.WarmupRequests);
        if ((limits.WarmupRequests ?? limits.WarmupDuration?.TotalSeconds * load.RatePerSecond) > MostPlannedWarmup)
            throw values.One("--warmup")!.Wrong($"is too long; at {NumberText.Format(load.RatePerSecond)} requests/s the most is {MostPlannedWarmup} requests");

        void Refuse(string name, long? requests)
        {
            if (requests / load.RatePerSecond is { } seconds && seconds > LimitOptions.LongestPlan.TotalSeconds)
                throw values.One(name)!.Wrong($"takes {seconds / 86400:0.#} days at {NumberText.Format(load.RatePerSecond)} requests/s; the most is {LimitOptions.LongestPlan.TotalDays} days");
        }
    }

    internal static TimeoutOptions ReadTimeouts(OptionValues values)
    {
        var defaults = new TimeoutOptions();
        return new TimeoutOptions
        {
            Connect = ReadTimeout(values, "--timeout-connect", defaults.Connect),
            FirstToken = ReadTimeout(values, "--timeout-first-token", defaults.FirstToken),
            Idle = ReadTimeout(values, "--timeout-idle", defaults.Idle),
            Total = ReadTimeout(values, "--timeout-total", defaults.Total),
        };
    }

    private static TimeSpan ReadRunTime(OptionValues values, OptionValue given)
    {
        // Other tools count requests with a bare number here, so that is asked back too.
        if (DurationText.IsBareNumber(given.Text) && !given.Definition.TakesBareSeconds(given.Spelling))
            throw given.Wrong($"has no unit; write {given.Text}s{((given.Definition.Commands & CommandKinds.Run) != CommandKinds.None ? $", {given.Text}m or --requests {given.Text}" : $" or {given.Text}m")}");
        var time = values.Duration("--duration")!.Value;
        return time > TimeSpan.Zero ? time : throw given.Wrong("measures nothing; write a time above 0");
    }

    private static (TimeSpan? Time, long? Requests) ReadWarmup(OptionValues values)
    {
        if (values.One("--warmup") is not { } given)
            return (null, null);
        return WarmupText.TryParse(given.Text, out var time, out var requests, out var problem) ? (time, requests) : throw given.Wrong(problem);
    }

    private static TimeSpan? ReadTimeout(OptionValues values, string name, TimeSpan? otherwise)
    {
        if (values.One(name) is not { } given)
            return otherwise;
        if (given.Text == "none")
            return null;

        // Some tools mean "no limit" by 0 and some "at once": asked back.
        return values.Duration(name) is { } time && time > TimeSpan.Zero ? time : throw given.Wrong("ends every request; write none for no limit");
    }
}
