using NATS.Client.Core;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Hands the files of a run to its agents, part by part. One loop.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly NatsLink _link;
    private readonly IReadOnlyDictionary<string, ChunkSource> _files;
    private readonly INatsSub<byte[]> _subscription;
    private readonly Task _loop;

    private FileServer(NatsLink link, IReadOnlyDictionary<string, ChunkSource> files, INatsSub<byte[]> subscription)
    {
        (_link, _files, _subscription) = (link, files, subscription);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>What agents are told of the files.</summary>
    public IReadOnlyList<FileFact> Facts => [.. _files.Select(static file => new FileFact(file.Key, file.Value.Size, file.Value.Sha256))];

    /// <summary>Reads each file once, and begins to answer.</summary>
    /// <exception cref="OptionException">One of them cannot be read.</exception>
    public static async Task<FileServer> StartAsync(NatsLink link, string token, IReadOnlyList<AttachedFile> files, CancellationToken cancellation)
    {
        var sources = new Dictionary<string, ChunkSource>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            try
            {
                sources[file.Name] = await ChunkSource.OfFileAsync(file.Path, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OptionException($"{file.Name} cannot be read and sent to the agents: {e.Message}");
            }
        }

        return new FileServer(link, sources, await link.SubscribeAsync(Subjects.Files(token), capacity: 1024, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LoopAsync()
    {
        await foreach (var message in _subscription.Msgs.ReadAllAsync())
        {
            byte[] answer;
            try
            {
                var request = Frame.Read(message.Data, ClusterJson.Default.ChunkRequest);
                // careful: what was attached and nothing else, whatever is asked for.
                answer = request.Name is { } name && _files.TryGetValue(name, out var file) ? file.Answer(request, _link.BodyLimit, new ChunkHead()) : ChunkSource.Refuse("this run has no such file");
            }
            catch (Exception e) when (e is ClusterException or IOException or UnauthorizedAccessException)
            {
                answer = ChunkSource.Refuse(e.Message);
            }

            try
            {
                if (message.ReplyTo is { } reply)
                    await _link.PublishAsync(reply, answer, CancellationToken.None);
            }
            catch (Exception e) when (e is NatsException or TimeoutException or OperationCanceledException)
            {
                // The agent asks again.
            }
        }
    }
}
