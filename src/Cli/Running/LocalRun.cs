using VllmStream.Profiling;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>A run whose load comes from this process.</summary>
internal sealed class LocalRun(ProfilerRun run) : IWatchedRun
{
    /// <inheritdoc/>
    public string Id => run.Id;

    /// <inheritdoc/>
    public RunControl Control => run.Control;

    /// <inheritdoc/>
    public RunStatus Status => run.Status;

    /// <inheritdoc/>
    public IReadOnlyList<AgentRow> Agents => [];

    /// <inheritdoc/>
    public void ReadLive(List<LiveRequest> into) => run.Live.Read(into);

    /// <inheritdoc/>
    public LiveTimeline? Timeline(long id) => run.Live.Timeline(id);

    /// <inheritdoc/>
    public Task<RunResult> RunAsync() => run.RunAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }
}
