using System.Collections.Concurrent;
using VllmStream.Profiling;
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
    private ProfilerRun? _run;
    private volatile RunSnapshot _snapshot = RunSnapshot.Empty;
    private volatile RunReady? _ready;
    private volatile RunSummary? _summary;
    private volatile string? _path;
    private int _ends;

    /// <summary>What would have been said beside the screen, and is to be said after it: warnings.</summary>
    internal IReadOnlyList<string> Spoken => [.. _talk.Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public ScreenData Read() => new()
    {
        Target = options.Target.ToString(),
        Status = _run?.Status,
        Run = _ready?.Run,
        Snapshot = _snapshot,
        Live = ReadLive(),
        Summary = _summary,
        File = _path,
    };

    /// <inheritdoc/>
    public void EndRun()
    {
        if (Interlocked.Increment(ref _ends) == 1)
            _run?.Control.Drain(ExitCode.Interrupted);
        else
            _run?.Control.Stop(ExitCode.Interrupted);
    }

    /// <inheritdoc/>
    public LiveTimeline? Timeline(long id) => _run?.Live.Timeline(id);

    /// <inheritdoc/>
    public void RetryNow() => _run?.Control.RetryNow();

    /// <inheritdoc/>
    public string? ChangeLoad(int direction) => _run?.Control.Step(direction);

    /// <inheritdoc/>
    public string? NewWindow() => _run?.Control.NewWindow();

    /// <summary>Says a line.</summary>
    internal void Say(string line) => _talk.Enqueue(line);

    /// <summary>Shows how it stands.</summary>
    internal void Show(RunSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>The load is about to begin.</summary>
    internal void Begin(RunReady ready, string? path) => (_ready, _path) = (ready, path);

    /// <summary>Runs it while the screen shows it; over once the run is, and the person has left.</summary>
    internal async Task<RunResult> WatchAsync(ProfilerRun run)
    {
        _run = run;
        using var leave = new CancellationTokenSource();
        var showing = Task.Factory.StartNew(() => Screen.Show(this, new ScreenOptions(output.Color, output.Ascii), leave.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var running = run.RunAsync();
            // A screen that breaks takes the run along, but not what was measured.
            if (await Task.WhenAny(running, showing) == showing && showing.IsFaulted)
                run.Control.Stop();
            var result = await running;
            _summary = RunReport.AsWritten(result.Summary, _redactor);
            // Whoever ends it by a signal does not sit at the keys.
            if (_ends == 0 && run.Control.WasInterrupted)
                await leave.CancelAsync();
            await showing;
            return result;
        }
        finally
        {
            await leave.CancelAsync();
            await showing;
        }
    }

    private List<LiveRequest> ReadLive()
    {
        var live = new List<LiveRequest>();
        _run?.Live.Read(live);
        live.Sort(static (one, other) => other.AgeMs.CompareTo(one.AgeMs));
        return live;
    }
}
