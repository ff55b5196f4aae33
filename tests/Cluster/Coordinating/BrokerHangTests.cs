using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class BrokerHangTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task Broker_that_hangs_loses_nobody()
    {
        await using var broker = await Broker.StartAsync();
        await _fleet.AgentAsync(broker.Settings, "a");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=5000", "every_ms=500"));
        broker.Pause();
        await Task.Delay(TimeSpan.FromSeconds(4), Fleet.Cancellation);
        broker.Continue();
        await Delivery.OfAllAsync(run, _observer, 1);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
