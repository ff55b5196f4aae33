using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class AgentWishTests
{
    private static readonly AgentInfo[] Found =
    [
        Agent("d", "us"), Agent("b", "eu"), Agent("a", "eu"), Agent("c", "eu") with { Phase = AgentPhase.Running, Run = "xyz" }, Agent("e", "us"),
    ];

    [Theory]
    [InlineData(null, null, "abde")]
    [InlineData(3, null, "abd")]
    [InlineData(null, "us=1,eu=2", "dab")]
    [InlineData(4, "us=1", "dabe")]
    public void Free_agents_are_taken_in_the_order_of_their_names(int? count, string? regions, string names)
    {
        var chosen = AgentWish.Of(count, regions is null ? null : RegionCount.ParseAll(regions)).Choose(Found, out var missing);
        Assert.Null(missing);
        Assert.Equal(names, string.Concat(chosen.Select(static agent => agent.Name)));
    }

    [Theory]
    [InlineData(5, null, "5 wanted; 5 found, 1 of them busy with run xyz")]
    [InlineData(null, "eu=3,us=1", "eu=3 (2 free); 5 found, 1 of them busy with run xyz")]
    public void What_is_missing_is_said(int? count, string? regions, string expected)
    {
        AgentWish.Of(count, regions is null ? null : RegionCount.ParseAll(regions)).Choose(Found, out var missing);
        Assert.Equal(expected, missing);
    }

    [Fact]
    public void Agents_that_do_not_answer_are_told_apart_from_busy_ones()
    {
        AgentWish.Of(6, null).Choose([.. Found, Agent("f", "eu") with { Phase = AgentPhase.Failed }], out var missing);
        Assert.Equal("6 wanted; 6 found, 1 of them busy with run xyz, 1 of them without an answer that we understand", missing);
    }

    [Fact]
    public void Nobody_at_all_is_missing_too()
    {
        AgentWish.AllFree.Choose([], out var missing);
        Assert.Equal("1 wanted; 0 found", missing);
    }

    [Theory]
    [InlineData("eu")]
    [InlineData("eu=0")]
    [InlineData("eu=x")]
    [InlineData("=1")]
    [InlineData("")]
    [InlineData("eu=1,eu=2")]
    public void Regions_that_cannot_be_are_refused(string text) => Assert.Throws<OptionException>(() => RegionCount.ParseAll(text));

    [Fact]
    public void Fewer_agents_than_regions_name_are_refused() =>
        Assert.Equal("--agents 2 is less than the 3 that --region names", Assert.Throws<OptionException>(() => AgentWish.Of(2, RegionCount.ParseAll("eu=3"))).Message);

    private static AgentInfo Agent(string name, string region) => new() { Id = name, Name = name, Region = region };
}
