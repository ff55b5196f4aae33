using System.Collections.Concurrent;
using VllmStream.Profiling;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Tui;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>A run on a screen: gathers what the run says for the screen's thread, and tells the run what the person wants. Any thread.</summary>
internal sealed class RunScreen(RunOptions options, OutputOptions output) : IScreenSource
{
    private readonly ConcurrentQueue<string> _talk = new();
    private readonly Redactor _redactor = Redactor.Of(options);
    private RunControl? _control;
    private volatile RunSnapshot _snapshot = RunSnapshot.Empty;
    private volatile RunReady? _ready;
    private volatile RunResult? _result;
    private volatile string? _path;
    private int _ends;

    /// <summary>What would have been said beside the screen, and is to be said after it: warnings.</summary>
    internal IReadOnlyList<string> Spoken => [.. _talk.Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public ScreenData Read() => new()
    {
        Target = options.Target.ToString(),
        Run = _ready?.Run,
        Snapshot = _snapshot,
        Summary = _result is { } result ? RunReport.AsWritten(result.Summary, _redactor) : null,
        StartFailure = _result?.Failure?.Text,
        Talk = [.. _talk],
        PlannedMs = _ready?.Options.Limits.Duration?.TotalMilliseconds,
        PlannedRequests = _ready?.Options.Limits.Requests,
        File = _path,
        IsEnding = Volatile.Read(ref _ends) > 0,
    };

    /// <inheritdoc/>
    public void EndRun()
    {
        if (Interlocked.Increment(ref _ends) == 1)
            _control?.Drain(ExitCode.Interrupted);
        else
            _control?.Stop(ExitCode.Interrupted);
    }

    /// <summary>Says a line.</summary>
    internal void Say(string line) => _talk.Enqueue(line);

    /// <summary>Shows how it stands.</summary>
    internal void Show(RunSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>The load is about to begin.</summary>
    internal void Begin(RunReady ready, string? path) => (_ready, _path) = (ready, path);

    /// <summary>Runs it while the screen shows it; over once the run is, and the person has left.</summary>
    internal async Task<RunResult> WatchAsync(ProfilerRun run)
    {
        _control = run.Control;
        using var leave = new CancellationTokenSource();
        var showing = Task.Factory.StartNew(() => Screen.Show(this, new ScreenOptions(output.Color, output.Ascii), leave.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var running = run.RunAsync();
            // A screen that breaks takes the run along, but not what was measured.
            if (await Task.WhenAny(running, showing) == showing && showing.IsFaulted)
                run.Control.Stop();
            _result = await running;
            // Whoever ends it by a signal does not sit at the keys.
            if (_ends == 0 && run.Control.WasInterrupted)
                await leave.CancelAsync();
            await showing;
            return _result;
        }
        finally
        {
            await leave.CancelAsync();
            await showing;
        }
    }
}
