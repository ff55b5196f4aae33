using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Workload;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Comparing;

/// <summary>Runs made of random numbers whose law is known.</summary>
internal static class Series
{
    /// <summary>Normal numbers that each keep a share of the one before (AR(1)), with mean 0 and deviation 1.</summary>
    public static double[] Alike(int count, double share, long seed)
    {
        var draws = new Draws(seed, 0, 5);
        var values = new double[count];
        var last = draws.NextNormal();
        for (var i = 0; i < count; i++)
            values[i] = last = share * last + Math.Sqrt(1 - share * share) * draws.NextNormal();
        return values;
    }

    /// <summary>The same run as another of the same seed: it has another id.</summary>
    public static RunSummary Another(RunSummary summary) => summary with { Run = summary.Run with { Run = summary.Run.Run + "-again" } };

    /// <summary>A run whose requests have TTFT and E2E of one lognormal law, one request every 20 ms; with noise, each is off by that share from what the seed says.</summary>
    public static RunSamples Run(int requests, long seed, double slowdown = 1, double share = 0, double failed = 0, double noise = 0, Func<RunSummary, RunSummary>? change = null, IReadOnlyDictionary<string, string>? tags = null)
    {
        var summary = new RunSummary { Run = SummaryFactory.Description() with { Run = $"{seed:x4}", Load = SummaryFactory.Description().Load with { Seed = seed } }, Judgement = new Judgement(Verdict.Valid, 0, null, "no checks") };
        var samples = new RunSamples { Name = $"{seed}.ndjson", Summary = change?.Invoke(summary) ?? summary, Tags = tags ?? new Dictionary<string, string>(StringComparer.Ordinal) };
        var (ttft, rest) = (Alike(requests, share, seed), Alike(requests, share, seed + 1_000_000));
        var draws = new Draws(seed, 1, 5);
        for (var i = 0; i < requests; i++)
        {
            var hasFailed = draws.NextUnit() <= failed;
            samples.All.AddEnding(i * 20, hasFailed);
            if (hasFailed)
                continue;
            var first = 200 * slowdown * Math.Exp(0.2 * ttft[i] + noise * draws.NextNormal());
            samples.All.Add(i * 20, MetricId.Ttft, first);
            samples.All.Add(i * 20, MetricId.E2e, first + 2_000 * Math.Exp(0.1 * rest[i]));
        }

        return samples;
    }
}
