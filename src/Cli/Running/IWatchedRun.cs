using VllmStream.Profiling;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>A run that somebody watches, wherever its load comes from. Any thread.</summary>
internal interface IWatchedRun : IAsyncDisposable
{
    /// <summary>Id of the run.</summary>
    string Id { get; }

    /// <summary>Asks it to drain, to stop, or for another load.</summary>
    RunControl Control { get; }

    /// <summary>Where it is now; null before anybody knows.</summary>
    RunStatus? Status { get; }

    /// <summary>The agents that it is spread over, by share; empty where it is this process's own.</summary>
    IReadOnlyList<AgentRow> Agents { get; }

    /// <summary>The requests in flight; none where they are with others.</summary>
    void ReadLive(List<LiveRequest> into);

    /// <summary>One of them; null when it is not in flight (any more).</summary>
    LiveTimeline? Timeline(long id);

    /// <summary>Does it.</summary>
    Task<RunResult> RunAsync();
}
