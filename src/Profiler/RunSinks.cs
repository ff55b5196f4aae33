using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Profiling;

/// <summary>Where a run's results go while it runs; null = nowhere.</summary>
public sealed record RunSinks
{
    /// <summary>Opens the NDJSON stream, once, when there is something to write.</summary>
    public Func<Stream>? OpenNdjson { get; init; }

    /// <summary>True to write a file even when the server was never reached.</summary>
    public bool WriteFailedStart { get; init; }

    /// <summary>Hears four times a second how the run stands. Called by the aggregator's loop; must not wait.</summary>
    public Action<RunSnapshot>? OnSnapshot { get; init; }

    /// <summary>True keeps the requests that have ended for snapshots.</summary>
    public bool KeepsEnded { get; init; }

    /// <summary>Counts along what is exported while it runs. Fed by the aggregator's loop.</summary>
    public LiveFigures? Live { get; init; }

    /// <summary>Hears of things a person wants to know before the load starts: what is tried, what was found.</summary>
    public Action<string>? OnTalk { get; init; }

    /// <summary>Judges the run as a whole once all is measured and every line but the summary is in its file; what it says is one check more. The text is why lines are missing in the file; null where none are. Must not throw.</summary>
    public Func<RunSummary, string?, CheckResult>? OnMeasured { get; init; }

    /// <summary>Hears once, before the first request of the load, what will be done.</summary>
    public Action<RunReady>? OnReady { get; init; }

    /// <summary>Asked before a redirect is followed: why its address must not be contacted; null = it may.</summary>
    public Func<TargetUrl, string?>? RefuseTarget { get; init; }

    /// <summary>Asked once, when the run is ready: at which instant the load begins, in ticks of the monotonic clock. Null = at once.</summary>
    public Func<Task<long>>? StartAt { get; init; }

    /// <summary>Hears once a second, and at the end, what this process has done of a run that several share. Called by the aggregator's loop; must not wait.</summary>
    public Action<ShareReport>? OnReport { get; init; }
}
