using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Exporting;

/// <summary>What this process exports while it runs: counts that only grow, over every window, and over every stage of a sweep.</summary>
/// <remarks>
/// Written by the aggregator's thread of the run that goes on, which hands out an immutable copy four times a second; readers take
/// the newest and wait for nobody. Nothing here is seen by an event loop.
/// </remarks>
public sealed class LiveFigures
{
    private readonly Dictionary<string, GroupFigures> _groups = new(StringComparer.Ordinal);
    private readonly ClientFigures _client = new();
    private volatile LiveCapture _newest = CaptureBuilder.Before;
    private volatile LiveIdentity? _identity;
    private volatile string? _loadKind;
    private volatile int _stage;

    /// <summary>When the counts began.</summary>
    internal RunClock Clock { get; } = RunClock.Start();

    /// <summary>How it stands. Any thread.</summary>
    internal LiveCapture Newest => _newest;

    /// <summary>Who exports; null before a load has begun. Any thread.</summary>
    internal LiveIdentity? Identity => _identity;

    /// <summary>A load is about to begin. One run or one sweep; another one has figures of its own.</summary>
    /// <param name="run">What is run; without secrets of its own, and what the server says of itself is cleaned.</param>
    /// <param name="options">The options, with everything filled in that was learnt.</param>
    public void Describe(RunDescription run, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        _identity = LiveIdentity.Of(run, options);
        _loadKind = run.Load.Kind;
    }

    /// <summary>A stage of a sweep begins.</summary>
    internal void BeginStage(int number) => _stage = number;

    /// <summary>A run begins; its meters count from 0.</summary>
    internal void BeginRun(Aggregator aggregator)
    {
        _client.BeginRun();
        foreach (var group in _groups.Values)
            group.Follow(null);
        foreach (var name in aggregator.Groups.Keys)
            GroupOf(name).Follow(aggregator.Meter(name));
    }

    /// <summary>Adds a record that still owns its gaps.</summary>
    internal void Add(RequestRecord record, in RequestMetrics metrics) => GroupOf(record.Group).Add(record, metrics);

    /// <summary>Hands out a copy.</summary>
    internal void Publish(LiveStanding standing, ClientHealth health, ClientHealthReport? client)
    {
        _client.Take(health);
        _newest = CaptureBuilder.Of(_groups, _client, standing, client, _identity, _loadKind, _stage);
    }

    private GroupFigures GroupOf(string name) => _groups.TryGetValue(name, out var known) ? known : _groups[name] = new GroupFigures();
}
