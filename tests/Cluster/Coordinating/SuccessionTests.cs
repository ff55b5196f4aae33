using VllmStream.Cluster;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Coordinating;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class SuccessionTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task Coordinator_that_died_is_succeeded_by_another()
    {
        await using var broker = await Broker.StartAsync();
        await _fleet.AgentAsync(broker.Settings, "a", "eu");
        await _fleet.AgentAsync(broker.Settings, "b", "us");
        var first = await _fleet.StartedAsync(broker.Settings, _observer, 2, Fleet.Plan("length_ms=5500", "every_ms=200") with { Length = TimeSpan.FromSeconds(5.5) });
        var link = await _fleet.LinkAsync(broker.Settings);
        var settings = new ClusterRunSettings { Version = "1.0.0" };
        var alive = await Assert.ThrowsAsync<ClusterException>(() => ClusterRun.AttachAsync(link, first.Id, settings, _observer, Fleet.Cancellation));
        Assert.Equal($"run {first.Id} still has its coordinator", alive.Message);
        var unknown = await Assert.ThrowsAsync<ClusterException>(() => ClusterRun.AttachAsync(link, "nothing", settings, _observer, Fleet.Cancellation));
        Assert.Equal($"there is no run nothing; there are {first.Id}", unknown.Message);

        var other = await Assert.ThrowsAsync<ClusterException>(() => ClusterRun.AttachAsync(link, first.Id, settings with { Version = "1.1.0" }, _observer, Fleet.Cancellation));
        Assert.Equal($"run {first.Id} was begun by vllmstream 1.0.7, and this is 1.1.0; major and minor version must be the same", other.Message);

        await first.DisposeAsync();
        var observer = new Observer();
        await using var second = await ClusterRun.AttachAsync(link, first.Id[..3], settings, observer, Fleet.Cancellation);
        Assert.Equal((2, 7L), (second.State.Generation, second.State.Seed));
        Assert.NotNull(second.State.EndsAt);
        var ended = await second.CollectAsync(Fleet.Cancellation);
        Assert.Equal(["eu", "us"], ended.Select(static agent => agent.Info.Region));
        Assert.All(ended, static agent => Assert.Equal((null, true), (agent.Why, agent.Result.HasValue)));
        Assert.NotEmpty(observer.Of("report"));
        await second.ReleaseAsync(Fleet.Cancellation);
    }

    [Fact]
    public async Task Run_does_not_take_the_id_of_another()
    {
        await using var broker = await Broker.StartAsync();
        await _fleet.AgentAsync(broker.Settings, "a");
        var second = await _fleet.AgentAsync(broker.Settings, "b");
        await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan(), static settings => settings with { Run = "same" });
        var fault = await Assert.ThrowsAsync<ClusterException>(() => _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan(), static settings => settings with { Run = "same" }));
        Assert.Equal("there is a run same on this broker already", fault.Message);
        Assert.Equal(VllmStream.Cluster.Messages.AgentPhase.Idle, second.Phase);
    }

    [Fact]
    public async Task Agents_without_a_coordinator_drain_and_keep_their_results()
    {
        await using var broker = await Broker.StartAsync();
        var agent = await _fleet.AgentAsync(broker.Settings, "a", agentSettings: new AgentSettings { CoordinatorSilence = TimeSpan.FromSeconds(2) });
        var first = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=60000"));
        await first.DisposeAsync();
        await Eventually.TrueAsync(() => agent.Phase == VllmStream.Cluster.Messages.AgentPhase.Idle, "it drains, and is free for others");
        await using var second = await ClusterRun.AttachAsync(await _fleet.LinkAsync(broker.Settings), first.Id, new ClusterRunSettings { Version = "1.0.0" }, _observer, Fleet.Cancellation);
        var ended = Assert.Single(await second.CollectAsync(Fleet.Cancellation));
        Assert.Equal(("the coordinator was not heard for 2 s", true), (ended.Why, ended.Result.HasValue));
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
