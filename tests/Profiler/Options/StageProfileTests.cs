using VllmStream.Profiling.Load;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class StageProfileTests
{
    [Theory]
    [InlineData("10s:2", 0, 0)]
    [InlineData("10s:2", 5, 2.5)]
    [InlineData("10s:2,10s:4", 20, 10)]
    [InlineData("10s:2,10s:4", 40, 15)]
    // A ramp from 0 to 8 in 4 s: t^2 requests after t seconds.
    [InlineData("4s>8", 4, 2)]
    [InlineData("4s>8", 16, 4)]
    // From 8 down to 0 in 4 s: 8t - t^2.
    [InlineData("1s:8,4s>0", 20, 3)]
    // A silence between two steps.
    [InlineData("1s:2,10s:0,1s:2", 3, 11.5)]
    [InlineData("5s:0,1s:2", 1, 5.5)]
    public void Requests_are_due_where_the_integral_of_the_rate_reaches_them(string stages, double position, double seconds) =>
        Assert.Equal(seconds, Of(stages).SecondsAt(position), 9);

    [Theory]
    [InlineData("10s:2", 20, 10)]
    [InlineData("4s>8", 16, 4)]
    [InlineData("30s:2,2m>8,30s:0", 660, 180)]
    public void Whole_has_the_requests_under_the_curve(string stages, double requests, double seconds)
    {
        var profile = Of(stages);
        Assert.Equal((requests, seconds), (profile.Sum, profile.Seconds));
        Assert.True(profile.SecondsAt(requests + 1) > 1_000_000);
    }

    [Fact]
    public void Arrivals_follow_the_rate_in_every_stretch_and_never_go_back()
    {
        Assert.True(StagesText.TryParse("20s:50,20s>150,20s:10", out var stages, out _));
        var schedule = new ArrivalSchedule(new LoadOptions { Kind = LoadKind.Open, Stages = stages, Arrival = ArrivalKind.Poisson }, seed: 3, plannedRequests: 3200);
        var due = Enumerable.Range(0, 3200).Select(k => schedule.DueSeconds(k)).ToArray();
        Assert.All(due.Zip(due.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
        Assert.InRange(due.Count(seconds => seconds < 20), 900, 1100);
        Assert.InRange(due.Count(seconds => seconds is >= 20 and < 40), 1860, 2140);
        Assert.InRange(due.Count(seconds => seconds is >= 40 and < 60), 140, 260);
    }

    [Theory]
    [InlineData("10s:4", 3, 0, 0)]
    [InlineData("10s:4", 4, 0, StageProfile.NeverSeconds)]
    [InlineData("10s:2,10s:4", 3, 5, 10)]
    [InlineData("10s:4,10s:0,10s:4", 0, 12, 20)]
    [InlineData("8s>8", 0, 0, 0.001)]
    [InlineData("8s>8", 7, 0, 7.001)]
    [InlineData("8s>8", 8, 0, StageProfile.NeverSeconds)]
    [InlineData("1s:8,8s>0", 4, 6, StageProfile.NeverSeconds)]
    public void Level_is_above_another_from_a_time_on(string stages, double level, double from, double seconds) =>
        Assert.Equal(seconds, Of(stages).FirstAbove(level, from), 9);

    [Fact]
    public void Stages_are_told_by_time()
    {
        var profile = Of("10s:2,5s:0,10s>4");
        Assert.Equal([0, 0, 1, 2, 2], ((double[])[0, 9.9, 10, 15, 99]).Select(profile.StageAt));
        Assert.Equal([0, 10, 15], profile.Starts);
    }

    [Theory]
    [InlineData("1s:5,1s:0", 4.9, 0.98)]
    [InlineData("1s:5,1s:0", 5, StageProfile.NeverSeconds)]
    [InlineData("1s:5,1s:0,1s:5", 5, 2)]
    [InlineData("1s:0,1s:4", 0, 1)]
    [InlineData("1s:5,4s>0", 15, 5)]
    [InlineData("1s:5,4s>0,1s:0", 15.1, StageProfile.NeverSeconds)]
    public void Nothing_is_due_in_a_silent_stage(string stages, double position, double seconds) => Assert.Equal(seconds, Of(stages).SecondsAt(position), 6);

    private static StageProfile Of(string text) => StagesText.TryParse(text, out var stages, out var problem) ? new StageProfile(stages) : throw new InvalidDataException(problem);
}
