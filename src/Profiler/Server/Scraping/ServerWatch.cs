using System.Collections.Concurrent;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server.Scraping;

/// <summary>Looks at the metrics of the server, or of each replica, beside the load. The sampler beats, the aggregator takes what was seen.</summary>
internal sealed class ServerWatch : IDisposable
{
    private readonly ConcurrentQueue<ServerScrape> _scrapes = new();
    private readonly PagePoller[] _pollers;
    private readonly Func<ClientCount> _client;
    private readonly ClientCount[] _asked;

    /// <summary>Prepares to look; nothing is asked before the first beat.</summary>
    /// <param name="options">Which pages, and how they are reached.</param>
    /// <param name="client">What the client has counted; any thread.</param>
    public ServerWatch(RunOptions options, Func<ClientCount> client)
    {
        _client = client;
        IsAsked = options.Watch.Metrics.Count > 0;
        Addresses = !options.Watch.ReadsMetrics ? [] : IsAsked ? options.Watch.Metrics : [new MetricsAddress(options.Target, "/metrics", Credentials: null)];
        _pollers = new PagePoller[Addresses.Count];
        _asked = new ClientCount[Addresses.Count];
        for (var i = 0; i < _pollers.Length; i++)
        {
            var replica = i;
            _pollers[i] = new PagePoller(Addresses[i], options, (page, problem, ticks) => Take(replica, page, problem, ticks), () => _asked[replica] = _client());
        }
    }

    /// <summary>The pages, one for each replica; empty with <c>--metrics none</c>.</summary>
    public IReadOnlyList<MetricsAddress> Addresses { get; }

    /// <summary>True when they were named; else it is tried whether the server has one.</summary>
    public bool IsAsked { get; }

    /// <summary>Looks where it is time.</summary>
    public void Beat(long nowTicks)
    {
        foreach (var poller in _pollers)
            poller.Beat(nowTicks);
    }

    /// <summary>The measured window begins or ends: looks at once.</summary>
    public void AskAgain()
    {
        foreach (var poller in _pollers)
            poller.AskAgain();
    }

    /// <summary>What was seen next; the aggregator's thread.</summary>
    public bool TryTake(out ServerScrape scrape) => _scrapes.TryDequeue(out scrape!);

    /// <summary>A last look, when every request has ended.</summary>
    public Task FinishAsync() => Task.WhenAll(_pollers.Select(poller => poller.FinishAsync()));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var poller in _pollers)
            poller.Dispose();
    }

    private void Take(int replica, ReadOnlyMemory<byte> page, string? problem, long ticks)
    {
        // At once: between the page and this count nothing should happen.
        var client = _client();
        var read = problem is null ? ServerPage.Read(page.Span, out problem) : null;
        // A server without metrics, of which nobody said that it has some, is asked once. A slow answer says nothing of the kind.
        if (read is null && !IsAsked && !IsLate(problem!))
            _pollers[replica].Quit();
        _scrapes.Enqueue(new ServerScrape(replica, ticks, read, client) { Asked = _asked[replica], Problem = problem });
    }

    private static bool IsLate(string problem) => problem.StartsWith("no answer", StringComparison.Ordinal);
}
