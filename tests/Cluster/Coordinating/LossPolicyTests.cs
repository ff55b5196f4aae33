using VllmStream.Cluster.Coordinating;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class LossPolicyTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private readonly HostProcesses _hosts = new();
    private readonly Observer _observer = new();

    [Theory]
    [InlineData(LossPolicy.Stop)]
    [InlineData(LossPolicy.Rebalance)]
    public async Task Others_drain_or_take_over_when_an_agent_is_lost(LossPolicy policy)
    {
        await using var broker = await Broker.StartAsync();
        await _hosts.StartAsync(broker.Url, "a");
        await _fleet.AgentAsync(broker.Settings, "b");
        await _fleet.AgentAsync(broker.Settings, "c");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 3, Fleet.Plan("length_ms=4500"), settings => settings with { OnLoss = policy, LostTime = TimeSpan.FromSeconds(1) });
        Signals.Send(_hosts.Ids[0], Signals.Kill);
        await run.CollectAsync(Fleet.Cancellation);
        Assert.Equal(2, _observer.Of("result").Count);
        for (var part = 0; part < 2; part++)
            Assert.Contains(policy == LossPolicy.Stop ? "drained=True added= " : $"drained=False added=0.{part}/2 ", _observer.Of("result", part == 0 ? "b" : "c")[0], StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _hosts.DisposeAsync();
    }
}
