using System.Globalization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange.Foreign;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>The samples of a side that another tool defines. Pure.</summary>
/// <remarks>
/// Stretches of time need to know when requests began. Where a file does not say, its requests stand in an order of chance, so that every
/// stretch is a draw from all of them: that is the plain bootstrap, which takes them as independent of each other.
/// </remarks>
internal static class ForeignSamples
{
    // The order of chance is the same whenever a file is compared.
    private const long Seed = 20_041;
    private const int Purpose = 73;

    // Stretches of gaps where there is no second that they belong to.
    private const int Bunches = 30;

    // Each becomes a sample: three seconds and 250 MB for two files of this many, and nobody measures more in one run.
    private const long MostEndings = 2_000_000;

    /// <summary>Makes them.</summary>
    /// <exception cref="OptionException">The file counts more requests than can be sampled.</exception>
    public static RunSamples Of(ForeignSide side)
    {
        var samples = new RunSamples { Name = side.Name, Summary = side.Ours ?? Nothing(side) };
        var (requests, hasTimes) = (side.Run.Requests, side.HasTimes);
        var first = hasTimes ? requests.Min(request => request.BeginMs!.Value) : 0;
        var placed = new (double AtMs, ForeignRequest Request)[requests.Count];
        for (var i = 0; i < placed.Length; i++)
            placed[i] = (hasTimes ? requests[i].BeginMs!.Value - first : Chance(i), requests[i]);
        foreach (var (atMs, request) in placed.Where(request => request.Request.IsOk))
            Add(samples.All, atMs, request);
        AddGaps(samples.All, [.. placed.Where(request => request.Request.IsOk)], hasTimes);
        AddEndings(samples.All, side, placed);
        return samples;
    }

    private static void Add(GroupSamples group, double atMs, ForeignRequest request)
    {
        group.Add(atMs, MetricId.Ttft, request.TtftMs);
        group.Add(atMs, MetricId.Ttfc, request.TtfcMs);
        group.Add(atMs, MetricId.Tpot, request.TpotMs);
        group.Add(atMs, MetricId.E2e, request.E2eMs);
        group.Add(atMs, MetricId.TokensPerSecond, request.TokensPerS);
    }

    // As our own: by the second in which their request ended.
    private static void AddGaps(GroupSamples group, (double AtMs, ForeignRequest Request)[] placed, bool hasTimes)
    {
        var withGaps = placed.Where(request => request.Request.GapsMs.Count > 0).OrderBy(request => request.AtMs).ToArray();
        var stretches = withGaps.Select((request, rank) => (request.Request.GapsMs, Stretch: hasTimes
            ? (long)Math.Floor((request.AtMs + (request.Request.E2eMs ?? 0)) / 1_000)
            : (long)rank * Bunches / withGaps.Length));
        foreach (var stretch in stretches.GroupBy(request => request.Stretch).OrderBy(stretch => stretch.Key))
            group.Gaps.Add([.. stretch.SelectMany(request => request.GapsMs).GroupBy(gap => gap).Select(gap => new HistogramBar(gap.Key, gap.Count())).OrderBy(bar => bar.Value)]);
    }

    // Two counts say all of a share but the order.
    private static void AddEndings(GroupSamples group, ForeignSide side, (double AtMs, ForeignRequest Request)[] placed)
    {
        var run = side.Run;
        if (placed.Length > 0 && placed.Count(request => !request.Request.IsOk) == (run.Failed ?? 0))
        {
            foreach (var (atMs, request) in placed)
                group.AddEnding(atMs, !request.IsOk);
            return;
        }

        if (run is not { Completed: { } completed, Failed: { } failed })
            return;
        if (completed + failed > MostEndings)
            throw new OptionException(string.Create(CultureInfo.InvariantCulture, $"{side.Name} counts {completed + failed} requests, and results of more than {MostEndings} are not compared by their counts; compare results of fewer requests"));
        for (long i = 0; i < completed + failed; i++)
            group.AddEnding(Chance(i), i < failed);
    }

    private static double Chance(long i) => new Draws(Seed, i, Purpose).NextUnit();

    // Stands where a summary must stand; nothing of it is shown.
    private static RunSummary Nothing(ForeignSide side) => new()
    {
        Run = new RunDescription { Run = "", Tool = side.Tool, Target = "", Mode = "", Load = new LoadDescription { Kind = "" } },
        Judgement = new Judgement(Verdict.Valid, 0, null, ""),
    };
}
