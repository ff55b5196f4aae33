using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class TaggedRunsTests
{
    [Fact]
    public void Runs_of_a_value_are_one_side()
    {
        RunSamples[] runs = [Tagged(1, "old"), Tagged(2, "new", 1.2), Tagged(3, "old"), Tagged(4, "new", 1.2)];
        var (a, b) = TaggedRuns.Sides(runs, "build", values: null);
        Assert.Equal(("build=old: 2 runs", "build=new: 2 runs"), (a.Name, b.Name));
        Assert.Equal((800, 800), (a.All.Requests, b.All.Requests));
        Assert.Equal([1, 3], a.Seeds);
        var comparison = RunComparer.Compare(a, b, new ComparisonOptions());
        Assert.Equal(ComparisonVerdict.Worse, comparison.Verdict);
        Assert.Contains(comparison.Differences, difference => difference is { What: "seed", A: "1, 3", B: "2, 4" });
    }

    [Fact]
    public void Values_can_be_named_and_turned_round()
    {
        RunSamples[] runs = [Tagged(1, "old"), Tagged(2, "new"), Tagged(3, "newer")];
        var (a, b) = TaggedRuns.Sides(runs, "build", ("newer", "old"));
        Assert.Equal(("build=newer: 3.ndjson", "build=old: 1.ndjson"), (a.Name, b.Name));
    }

    [Fact]
    public void Runs_of_one_seed_each_are_told_apart_as_pairs()
    {
        var (a, b) = TaggedRuns.Sides([Tagged(1, "old"), Tagged(1, "new", 1.1, noise: 0.01), Tagged(2, "old"), Tagged(2, "new", 1.1, noise: 0.01)], "build", values: null);
        var median = RunComparer.Compare(a, b, new ComparisonOptions()).Figures.Single(figure => figure is { Metric: "ttft", Statistic: "p50" });
        Assert.InRange(0.1, median.Low!.Value, median.High!.Value);
        Assert.True(median.High - median.Low < 0.02, $"{median.Low} to {median.High}");
    }

    [Fact]
    public void What_cannot_be_two_sides_is_said()
    {
        Assert.Equal("2.ndjson has no tag build; it has none", Fault([Tagged(1, "old"), Series.Run(10, 2)], null));
        Assert.Equal("--by tag:build needs runs of two values, and these have 1: old", Fault([Tagged(1, "old"), Tagged(2, "old")], null));
        Assert.Equal("--by tag:build needs runs of two values, and these have 3: x, y, z", Fault([Tagged(1, "x"), Tagged(2, "y"), Tagged(3, "z")], null));
        Assert.Equal("--by tag:build=x,w names a value of no run: w; there are x, y", Fault([Tagged(1, "x"), Tagged(2, "y")], ("x", "w")));
    }

    [Fact]
    public void Run_that_is_there_twice_is_refused()
    {
        Assert.Equal("1.ndjson is named 2 times, and its requests would count as often; name it once", Fault([Tagged(1, "old"), Tagged(1, "old"), Tagged(2, "new")], null));
        RunSamples[] copied = [Tagged(1, "old"), Tagged(2, "new"), new() { Name = "copy.ndjson", Summary = Tagged(2, "new").Summary, Tags = Tagged(2, "new").Tags }];
        Assert.Equal("2.ndjson and copy.ndjson are one run (new-2), and its requests would count 2 times; name one of them", Fault(copied, null));
    }

    [Fact]
    public void Runs_that_define_a_metric_otherwise_are_not_judged_on_either_side()
    {
        string[] Objections(params RunSamples[] runs)
        {
            var (a, b) = TaggedRuns.Sides(runs, "build", values: null);
            return [.. RunComparer.Compare(a, b, new ComparisonOptions()).Objections];
        }

        var within = Objections(Defined(1, "old", "x"), Defined(2, "old", "x"), Defined(3, "new", "x"), Defined(4, "new", "y"));
        Assert.Equal(["ttft is defined otherwise within build=new: \"x\" in 3.ndjson, \"y\" in 4.ndjson"], within);
        Assert.Equal(["ttft is defined otherwise: \"x\" in a, \"y\" in b"], Objections(Defined(1, "old", "x"), Defined(2, "old", "x"), Defined(3, "new", "y"), Defined(4, "new", "y")));
        // Also what only a later run of a side defines.
        Assert.Equal(["ttft is defined otherwise: \"x\" in a, \"y\" in b"], Objections(Defined(1, "old", null), Defined(2, "old", "x"), Defined(3, "new", "y")));
        Assert.Empty(Objections(Defined(1, "old", "x"), Defined(2, "old", "x"), Defined(3, "new", "x")));
    }

    [Fact]
    public void Sides_whose_tokens_were_counted_in_several_ways_are_not_alike()
    {
        RunComparison Compare(params string?[] sources)
        {
            var (a, b) = TaggedRuns.Sides([.. sources.Select((source, i) => Counted(i + 1, i % 2 == 0 ? "old" : "new", source))], "build", values: null);
            return RunComparer.Compare(a, b, new ComparisonOptions());
        }

        var mixed = Compare("usage(final)", "chunks", "chunks", "usage(final)");
        Assert.Equal(("usage(final) or chunks", "chunks or usage(final)"), mixed.Differences.Where(difference => difference.What == "token source").Select(difference => (difference.A, difference.B)).Single());
        var alike = Compare("chunks", "chunks", "usage(final)", "usage(final)");
        Assert.Contains(alike.Differences, difference => difference is { What: "token source", A: "chunks or usage(final)", B: "chunks or usage(final)" });
        foreach (var comparison in (RunComparison[])[mixed, alike])
            Assert.Equal("tokens counted otherwise", comparison.Figures.First(figure => figure.Metric == "tpot").Absence);
        var same = Compare("chunks", "chunks", "chunks", "chunks");
        Assert.Null(same.Figures.First(figure => figure.Metric == "tpot").Absence);
        Assert.DoesNotContain(same.Differences, difference => difference.What == "token source");
    }

    private static RunSamples Counted(long seed, string build, string? source)
    {
        var samples = new RunSamples
        {
            Name = $"{seed}.ndjson",
            Summary = Tagged(seed, build).Summary with { Totals = new RunTotals { TokenSource = source } },
            Tags = Tagged(seed, build).Tags,
        };
        var noise = Series.Alike(400, 0, seed);
        for (var i = 0; i < noise.Length; i++)
        {
            samples.All.AddEnding(i * 20, hasFailed: false);
            samples.All.Add(i * 20, MetricId.Tpot, 20 + noise[i]);
        }

        return samples;
    }

    private static RunSamples Defined(long seed, string build, string? formula) => new()
    {
        Name = $"{seed}.ndjson",
        Summary = Tagged(seed, build).Summary,
        Tags = Tagged(seed, build).Tags,
        Definitions = ((string?[])[formula]).OfType<string>().ToDictionary(_ => "ttft", StringComparer.Ordinal),
    };

    private static string Fault(IReadOnlyList<RunSamples> runs, (string, string)? values) =>
        Assert.Throws<OptionException>(() => TaggedRuns.Sides(runs, "build", values)).Message;

    private static RunSamples Tagged(long seed, string build, double slowdown = 1, double noise = 0) =>
        Series.Run(400, seed, slowdown, noise: noise, change: summary => summary with { Run = summary.Run with { Run = $"{build}-{seed}" } }, tags: new Dictionary<string, string>(StringComparer.Ordinal) { ["build"] = build });
}
