using NATS.Client.Core;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Agents;

/// <summary>Listens for the coordinator of a run. Any thread.</summary>
internal sealed class CoordinatorEar : IAsyncDisposable
{
    private readonly NatsLink _link;
    private readonly TimeSpan _patience;
    private readonly INatsSub<byte[]> _subscription;
    private readonly Task _loop;
    private long _heardTicks = Ticks.Now;

    private CoordinatorEar(NatsLink link, TimeSpan patience, INatsSub<byte[]> subscription)
    {
        (_link, _patience, _subscription) = (link, patience, subscription);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>True if it was not heard for too long although our own link works.</summary>
    public bool IsSilent => _link.View.SilenceOf(Interlocked.Read(ref _heardTicks), Ticks.Now) > _patience;

    /// <summary>Begins to listen.</summary>
    public static async Task<CoordinatorEar> ListenAsync(NatsLink link, string token, TimeSpan patience, CancellationToken cancellation) =>
        new(link, patience, await link.SubscribeAsync(Subjects.Coordinator(token), capacity: 64, cancellation));

    /// <summary>It was heard in another way: by an order.</summary>
    public void Heard() => Interlocked.Exchange(ref _heardTicks, Ticks.Now);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LoopAsync()
    {
        await foreach (var _ in _subscription.Msgs.ReadAllAsync())
            Heard();
    }
}
