using VllmStream.Cluster.Coordinating;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class BeaconTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();

    [Fact]
    public async Task Coordinator_that_was_hung_gives_up_when_it_hears_its_successor()
    {
        await using var broker = await Broker.StartAsync(hasJetStream: false);
        await using var first = await Beacon.StartAsync(await _fleet.LinkAsync(broker.Settings), "token", 1, Fleet.Cancellation);
        await using var other = await Beacon.StartAsync(await _fleet.LinkAsync(broker.Settings), "other", 9, Fleet.Cancellation);
        await using var second = await Beacon.StartAsync(await _fleet.LinkAsync(broker.Settings), "token", 2, Fleet.Cancellation);
        await Eventually.TrueAsync(() => first.Superseded.IsCancellationRequested, "the first gives up");
        Assert.False(second.Superseded.IsCancellationRequested);
        Assert.False(other.Superseded.IsCancellationRequested);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
