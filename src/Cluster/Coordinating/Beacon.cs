using NATS.Client.Core;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Lets the agents of a run hear that their coordinator lives, and hears whether another one took the run over.</summary>
internal sealed class Beacon : IAsyncDisposable
{
    private readonly NatsLink _link;
    private readonly string _subject;
    private readonly int _generation;
    private readonly string _holder = RandomName.Agent();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _superseded = new();
    private readonly INatsSub<byte[]> _subscription;
    private readonly Task _loops;

    private Beacon(NatsLink link, string subject, int generation, INatsSub<byte[]> subscription)
    {
        (_link, _subject, _generation, _subscription) = (link, subject, generation, subscription);
        _loops = Task.WhenAll(Task.Run(BeatLoopAsync), Task.Run(HearLoopAsync));
    }

    /// <summary>Cancelled when another coordinator has the run now.</summary>
    public CancellationToken Superseded => _superseded.Token;

    /// <summary>Begins to be heard.</summary>
    public static async Task<Beacon> StartAsync(NatsLink link, string token, int generation, CancellationToken cancellation)
    {
        var subject = Subjects.Coordinator(token);
        return new Beacon(link, subject, generation, await link.SubscribeAsync(subject, capacity: 64, cancellation));
    }

    /// <summary>Listens for a while whether a run has a coordinator.</summary>
    public static async Task<bool> IsHeardAsync(NatsLink link, string token, CancellationToken cancellation)
    {
        await using var subscription = await link.SubscribeAsync(Subjects.Coordinator(token), capacity: 64, cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Two beats, and some.
        limit.CancelAfter(Protocol.Beat * 2.2);
        try
        {
            return await subscription.Msgs.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _subscription.DisposeAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        _superseded.Dispose();
    }

    private async Task BeatLoopAsync()
    {
        var beat = Frame.Write(new CoordinatorBeat { Holder = _holder, Generation = _generation }, ClusterJson.Default.CoordinatorBeat);
        while (!_closing.IsCancellationRequested && !_superseded.IsCancellationRequested)
        {
            try
            {
                await _link.PublishAsync(_subject, beat, _closing.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException || !_closing.IsCancellationRequested)
            {
                // The next beat tries again: without any all agents would drain.
            }

            await Task.Delay(Protocol.Beat, _closing.Token);
        }
    }

    private async Task HearLoopAsync()
    {
        await foreach (var message in _subscription.Msgs.ReadAllAsync(_closing.Token))
        {
            try
            {
                var beat = Frame.Read(message.Data, ClusterJson.Default.CoordinatorBeat);
                if (beat.Holder != _holder && beat.Generation > _generation)
                    await _superseded.CancelAsync();
            }
            catch (ClusterException)
            {
                // Not a beat that we know.
            }
        }
    }
}
