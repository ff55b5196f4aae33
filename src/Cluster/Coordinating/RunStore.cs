using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Where a run's state lies for a coordinator that comes after one that died: a KV bucket of the broker.</summary>
/// <remarks>A run goes on without it. It only cannot be picked up then, and that is said once.</remarks>
internal sealed class RunStore
{
    // Agents keep results for an hour; a day is enough for whoever looks the next morning what there was.
    private static readonly TimeSpan KeepTime = TimeSpan.FromDays(1);

    private const string JetStreamLine = "jetstream { } in the configuration of nats-server";

    private readonly NatsLink _link;
    private readonly INatsKVStore _store;

    private RunStore(NatsLink link, INatsKVStore store) => (_link, _store) = (link, store);

    /// <summary>Opens the bucket, and makes it if there is none.</summary>
    /// <exception cref="ClusterException">The broker has none to offer, and why.</exception>
    public static async Task<RunStore> OpenAsync(NatsLink link, CancellationToken cancellation)
    {
        // It says so of itself; asked, it would not answer, and that takes its time.
        if (link.Connection.ServerInfo is { JetStreamAvailable: false })
            throw new ClusterException("the broker runs without JetStream", JetStreamLine);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            var context = new NatsKVContext(new NatsJSContext(link.Connection));
            return new RunStore(link, await context.CreateStoreAsync(new NatsKVConfig(Protocol.Bucket) { Description = "runs of vllmstream, for --attach", MaxAge = KeepTime, History = 1 }, limit.Token));
        }
        catch (Exception e) when (IsTrouble(e, cancellation))
        {
            throw new ClusterException(link.Forbidden.Under("$JS.") ?? $"the broker's JetStream does not answer: {e.Message}", JetStreamLine, e);
        }
    }

    /// <summary>Enters a new run.</summary>
    /// <returns>Why it was not entered; null = it was.</returns>
    /// <exception cref="ClusterException">There is one of this id: two runs would take each other's results.</exception>
    public async Task<string?> AddAsync(RunState state, CancellationToken cancellation)
    {
        try
        {
            await _store.CreateAsync(state.Run, JsonSerializer.SerializeToUtf8Bytes(state, ClusterJson.Default.RunState), cancellationToken: cancellation);
            return null;
        }
        catch (NatsKVCreateException e)
        {
            throw new ClusterException($"there is a run {state.Run} on this broker already", "another id, or --attach for that one", e);
        }
        catch (Exception e) when (IsTrouble(e, cancellation))
        {
            return Forbidden() ?? e.Message;
        }
    }

    /// <summary>Writes a run's state anew.</summary>
    /// <returns>Why it was not written; null = it was.</returns>
    public async Task<string?> PutAsync(RunState state, CancellationToken cancellation)
    {
        try
        {
            await _store.PutAsync(state.Run, JsonSerializer.SerializeToUtf8Bytes(state, ClusterJson.Default.RunState), cancellationToken: cancellation);
            return null;
        }
        catch (Exception e) when (IsTrouble(e, cancellation))
        {
            return Forbidden() ?? e.Message;
        }
    }

    /// <summary>Takes a run out: it is over, and everything of it was fetched.</summary>
    public async Task RemoveAsync(string run, CancellationToken cancellation)
    {
        try
        {
            await _store.DeleteAsync(run, cancellationToken: cancellation);
        }
        catch (Exception e) when (IsTrouble(e, cancellation))
        {
            // It goes by itself after a day.
        }
    }

    /// <summary>Finds a run by its short id, or the beginning of it.</summary>
    /// <exception cref="ClusterException">There is none, or several; the line names what there is.</exception>
    public async Task<RunState> FindAsync(string run, CancellationToken cancellation)
    {
        try
        {
            var keys = new List<string>();
            await foreach (var key in _store.GetKeysAsync(cancellationToken: cancellation))
                keys.Add(key);
            keys.Sort(StringComparer.Ordinal);
            var hits = keys.Contains(run, StringComparer.Ordinal) ? [run] : keys.FindAll(key => run.Length > 0 && key.StartsWith(run, StringComparison.Ordinal));
            if (hits.Count != 1)
            {
                throw new ClusterException(
                    keys.Count == 0 ? $"there is no run {run}, nor any other: each is forgotten when its results were fetched, or after a day"
                    : hits.Count == 0 ? $"there is no run {run}; there are {string.Join(", ", keys)}" : $"{run} may be {string.Join(" or ", hits)}; write more of it");
            }

            var entry = await _store.GetEntryAsync<byte[]>(hits[0], cancellationToken: cancellation);
            return Frame.Read(entry.Value, ClusterJson.Default.RunState);
        }
        catch (Exception e) when (e is not ClusterException && IsTrouble(e, cancellation))
        {
            throw new ClusterException(Forbidden() ?? $"the broker's list of runs cannot be read: {e.Message}", inner: e);
        }
    }

    private string? Forbidden() => _link.Forbidden.Under("$JS.") ?? _link.Forbidden.Under("$KV.");

    private static bool IsTrouble(Exception e, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && e is NatsException or OperationCanceledException or TimeoutException;
}
