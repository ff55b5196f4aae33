using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>A run's place in the bucket, if the broker has one: what cannot be kept there is told, and stops nothing.</summary>
internal sealed class RunEntry(NatsLink link, IClusterObserver observer, RunStore? store)
{
    private RunStore? _store = store;

    /// <summary>True if there is one.</summary>
    public bool IsKept => _store is not null;

    /// <summary>Enters a new run.</summary>
    /// <exception cref="ClusterException">There is one of this id.</exception>
    public async Task OpenAsync(RunState state, CancellationToken cancellation)
    {
        try
        {
            _store = await RunStore.OpenAsync(link, cancellation);
        }
        catch (ClusterException e)
        {
            observer.Notice($"{e.Message}: this run cannot be picked up by --attach");
            return;
        }

        NoticeUnwritten(await _store.AddAsync(state, cancellation));
    }

    /// <summary>Writes its state anew.</summary>
    public async Task PutAsync(RunState state, CancellationToken cancellation)
    {
        if (_store is not null)
            NoticeUnwritten(await _store.PutAsync(state, cancellation));
    }

    /// <summary>Takes it out: everything of it was fetched.</summary>
    public async Task RemoveAsync(RunState state, CancellationToken cancellation)
    {
        if (_store is not null)
            await _store.RemoveAsync(state.Run, cancellation);
    }

    private void NoticeUnwritten(string? why)
    {
        if (why is not null)
            observer.Notice($"the state of the run was not written: {why}");
    }
}
