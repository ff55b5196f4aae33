using System.Collections.Concurrent;
using VllmStream.Cluster.Embedding;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>Agents as processes of their own: what can be killed, stopped and continued.</summary>
internal sealed class HostProcesses : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ChildProcesses _children;

    public HostProcesses() => _children = new ChildProcesses((_, line) => _lines.Enqueue(line), TimeSpan.FromSeconds(10));

    public IReadOnlyList<int> Ids => _children.Ids;

    public IReadOnlyCollection<string> Lines => _lines;

    public async Task StartAsync(string url, string name, string region = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "VllmStream.Cluster.Host.dll");
        _children.Start("dotnet", [host, url, name, region], environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
        await Eventually.TrueAsync(() => _lines.Contains($"agent {name}", StringComparer.Ordinal), $"agent {name} registers; it said: {string.Join(" / ", _lines)}");
    }

    public ValueTask DisposeAsync() => _children.DisposeAsync();
}
