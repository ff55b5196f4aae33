using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Comparing;

/// <summary>Runs of a server that has stopped giving something.</summary>
internal static class LostRuns
{
    /// <summary>Every request ends well and at once, without one token.</summary>
    public static RunSamples Empty(int requests, bool isPart = false, string mode = "stream")
    {
        var samples = new RunSamples { Name = "empty.ndjson", Summary = Series.Run(0, 7, change: summary => summary with { Run = summary.Run with { Mode = mode } }).Summary, IsPart = isPart };
        for (var i = 0; i < requests; i++)
        {
            samples.All.AddEnding(i * 20, hasFailed: false);
            samples.All.Add(i * 20, MetricId.E2e, 700 + i % 11);
        }

        return samples;
    }

    /// <summary>Seconds with so many requests and tokens each; null = no token was counted.</summary>
    public static RunSamples Seconds(long seed, Func<int, double> requests, Func<int, double?> tokens, string? tokenSource = "usage(final)")
    {
        var samples = Series.Run(200, seed, change: summary => summary with { Totals = summary.Totals with { TokenSource = tokenSource } });
        for (var i = 0; i < 60; i++)
        {
            samples.All.RequestsPerS.Add(i * 1_000, requests(i));
            if (tokens(i) is { } known)
                samples.All.OutputTokensPerS.Add(i * 1_000, known);
        }

        return samples;
    }
}
