using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A run inside the test's process, for what a screen sees of it while it runs.</summary>
internal sealed class WatchedRun : IDisposable
{
    private readonly MemoryStream _file = new();
    private readonly List<RunSnapshot> _snapshots = [];

    public WatchedRun(string url, LoadOptions load, LimitOptions limits, Func<RunOptions, RunOptions>? more = null)
    {
        var address = new Uri(url);
        var options = new RunOptions
        {
            Target = new TargetUrl(address.Scheme, address.Host, address.Port, ""),
            Load = load,
            Limits = limits with { WarmupRequests = limits.WarmupRequests ?? (limits.WarmupDuration is null ? 0 : null) },
            Workload = new WorkloadOptions { Model = "m", InputTokens = new LengthSpec(8, 0), OutputTokens = new LengthSpec(64, 0), Seed = 1 },
            Probe = false,
        };
        Run = ProfilerRun.Create(more?.Invoke(options) ?? options, new RunSinks { OpenNdjson = () => _file, OnSnapshot = Keep, KeepsEnded = true });
    }

    public ProfilerRun Run { get; }

    /// <summary>Snapshots so far, oldest first.</summary>
    public IReadOnlyList<RunSnapshot> Snapshots
    {
        get
        {
            lock (_snapshots)
                return [.. _snapshots];
        }
    }

    /// <summary>Its lines; once it is over.</summary>
    public RunFile File => RunFile.Parse(System.Text.Encoding.UTF8.GetString(_file.ToArray()));

    /// <summary>Its file; once it is over.</summary>
    public MemoryStream Bytes => new(_file.ToArray());

    /// <summary>Runs it on a thread of the pool, as long as at most so many seconds.</summary>
    public Task<RunResult> StartAsync(double timeoutSeconds = 30) => Task.Run(Run.RunAsync).WaitAsync(TimeSpan.FromSeconds(timeoutSeconds));

    public void Dispose()
    {
        Run.Dispose();
        _file.Dispose();
    }

    private void Keep(RunSnapshot snapshot)
    {
        lock (_snapshots)
            _snapshots.Add(snapshot);
    }
}
