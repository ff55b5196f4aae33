using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class SweepPlanTests
{
    private static readonly SweepDescription Rates = new();
    private static readonly SweepDescription InFlight = new() { Load = SweepLoad.Concurrency };

    [Fact]
    public void Plan_begins_where_it_is_told() => Assert.Equal(3, SweepPlan.Next(Rates with { From = 3 }, []).Level);

    [Theory]
    [InlineData(null, 8, 16)]
    [InlineData(64.0, 8, 16)]
    [InlineData(12.0, 8, 12)]
    public void Plan_doubles_while_it_is_kept_up_to_the_end_of_the_range(double? to, double kept, double next) =>
        Assert.Equal(next, SweepPlan.Next(Rates with { To = to }, [Stages.Kept(4), Stages.Kept(kept)]).Level);

    [Fact]
    public void Plan_is_over_when_the_end_of_the_range_is_kept() =>
        Assert.Equal(SweepEnd.AllKept, SweepPlan.Next(Rates with { To = 8 }, [Stages.Kept(8)]).End);

    [Fact]
    public void Plan_halves_while_nothing_is_kept() =>
        Assert.Equal(2.5, SweepPlan.Next(Rates, [Stages.Broken(10), Stages.Broken(5)]).Level);

    [Fact]
    public void Plan_is_over_when_not_even_one_in_flight_is_kept() =>
        Assert.Equal(SweepEnd.NoneKept, SweepPlan.Next(InFlight, [Stages.Broken(2), Stages.Broken(1)]).End);

    [Fact]
    public void Plan_tries_just_under_what_a_saturated_server_did() =>
        Assert.Equal(98.5, SweepPlan.Next(Rates, [Stages.Kept(80), Stages.Saturated(160, 100)]).Level);

    [Fact]
    public void Plan_tries_just_above_once_that_is_kept() =>
        Assert.Equal(101.5, SweepPlan.Next(Rates, [Stages.Kept(80), Stages.Saturated(160, 100), Stages.Kept(98.5)]).Level!.Value, 1);

    [Fact]
    public void Plan_goes_by_halves_once_what_the_server_did_is_no_estimate_any_more() =>
        Assert.Equal(Math.Sqrt(107.0 * 160), SweepPlan.Next(Rates, [Stages.Kept(80), Stages.Saturated(160, 100), Stages.Kept(107)]).Level!.Value, 0.05);

    [Fact]
    public void Plan_takes_the_geometric_mean_where_nothing_is_known_of_the_capacity() =>
        Assert.Equal(Math.Sqrt(80.0 * 160), SweepPlan.Next(Rates, [Stages.Kept(80), Stages.Broken(160)]).Level!.Value, 0.05);

    [Theory]
    [InlineData(100, 103)]
    [InlineData(100, 101)]
    public void Plan_is_over_when_both_sides_are_near(double kept, double broken) =>
        Assert.Equal(SweepEnd.Resolved, SweepPlan.Next(Rates, [Stages.Kept(kept), Stages.Broken(broken)]).End);

    [Theory]
    [InlineData(7, 8, null)]
    [InlineData(6, 8, 7.0)]
    [InlineData(16, 32, 23.0)]
    [InlineData(100, 103, null)]
    public void Plan_of_whole_numbers_goes_on_to_neighbours(double kept, double broken, double? next) =>
        Assert.Equal(next, SweepPlan.Next(InFlight, [Stages.Kept(kept), Stages.Broken(broken)]).Level);

    [Fact]
    public void Plan_goes_by_the_lowest_that_broke_whatever_was_kept_above_it() =>
        Assert.Equal(12, SweepPlan.Next(InFlight, [Stages.Kept(8), Stages.Broken(16), Stages.Kept(18)]).Level!.Value, 1.0);

    [Fact]
    public void Plan_ends_with_its_stages() =>
        Assert.Equal(SweepEnd.StagesUsedUp, SweepPlan.Next(Rates with { Points = 2 }, [Stages.Kept(1), Stages.Kept(2)]).End);

    [Fact]
    public void Plan_repeats_a_stage_whose_client_was_the_limit_once() =>
        Assert.Equal(16, SweepPlan.Next(Rates, [Stages.Kept(8), Stages.Client(16)]).Level);

    [Fact]
    public void Plan_is_over_when_the_client_is_the_limit_twice() =>
        Assert.Equal(SweepEnd.ClientLimit, SweepPlan.Next(Rates, [Stages.Kept(8), Stages.Client(16), Stages.Client(16)]).End);

    [Fact]
    public void Plan_goes_on_above_a_client_that_recovered() =>
        Assert.Equal(32, SweepPlan.Next(Rates, [Stages.Kept(8), Stages.Client(16), Stages.Kept(16)]).Level);

    [Theory]
    [InlineData(8)]
    [InlineData(9.7)]
    [InlineData(33)]
    [InlineData(63.9)]
    [InlineData(100)]
    [InlineData(127)]
    public void Plan_finds_any_capacity_within_three_percent_in_twelve_stages(double capacity)
    {
        var stages = new List<SweepStage>();
        while (SweepPlan.Next(Rates, stages).Level is { } level)
            stages.Add(level <= capacity ? Stages.Kept(level) : Stages.Saturated(level, capacity));
        var (kept, broken) = SweepPlan.Bounds(stages);
        Assert.InRange(stages.Count, 1, 12);
        Assert.InRange(kept!.Value, capacity / 1.031, capacity);
        Assert.InRange(broken!.Level, capacity, capacity * 1.031);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100)]
    public void Plan_of_whole_numbers_finds_the_highest_that_is_kept(int most)
    {
        var stages = new List<SweepStage>();
        while (SweepPlan.Next(InFlight with { Points = 40 }, stages).Level is { } level)
            stages.Add(level <= most ? Stages.Kept(level) : Stages.Broken(level));
        Assert.InRange(SweepPlan.Bounds(stages).Kept!.Value, most / 1.031, most);
    }
}
