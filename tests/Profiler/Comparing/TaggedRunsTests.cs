using VllmStream.Profiling.Comparing;
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

    private static string Fault(IReadOnlyList<RunSamples> runs, (string, string)? values) =>
        Assert.Throws<OptionException>(() => TaggedRuns.Sides(runs, "build", values)).Message;

    private static RunSamples Tagged(long seed, string build, double slowdown = 1, double noise = 0) =>
        Series.Run(400, seed, slowdown, noise: noise, tags: new Dictionary<string, string>(StringComparer.Ordinal) { ["build"] = build });
}
