using System.Collections.Concurrent;
using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Tui;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>A run on a screen: gathers what the run says for the screen's thread, and tells the run what the person wants. Any thread.</summary>
/// <param name="at">The run's options against another address.</param>
/// <param name="output">How the screen is drawn.</param>
internal sealed class RunScreen(Func<string, RunOptions> at, OutputOptions output) : IScreenSource, IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _talk = new();
    private readonly CancellationTokenSource _leave = new();
    private OtherRuns? _others;
    private Task<string?>? _showing;
    private volatile IWatchedRun? _run;
    private volatile RunOptions? _options;
    private volatile RunSnapshot _snapshot = RunSnapshot.Empty;
    private volatile RunReady? _ready;
    private volatile RunSummary? _summary;
    private volatile string? _path;
    private volatile TaskCompletionSource<RunOptions> _elsewhere = new();
    private int _ends;

    /// <summary>What would have been said beside the screen, and is to be said after it: warnings.</summary>
    internal IReadOnlyList<string> Spoken => [.. _talk.Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))];

    /// <summary>The last screen as text, for a person who wants to keep it; null for others.</summary>
    internal string? Kept { get; private set; }

    /// <inheritdoc/>
    public ScreenData Read() => new()
    {
        Target = _options?.Target.ToString() ?? "",
        Status = _run?.Status,
        Run = _ready?.Run,
        Snapshot = _snapshot,
        Live = ReadLive(),
        Agents = _summary is { } summary ? AgentRow.Of(summary.Agents) : _run?.Agents ?? [],
        Summary = _summary,
        Other = _others?.Open,
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
    public LiveTimeline? Timeline(long id) => _run?.Timeline(id);

    /// <inheritdoc/>
    public void RetryNow() => _run?.Control.RetryNow();

    /// <inheritdoc/>
    public string? ChangeLoad(int direction) => _run?.Control.Step(direction);

    /// <inheritdoc/>
    public string? NewWindow() => _run?.Control.NewWindow();

    /// <inheritdoc/>
    public string? ChangeTarget(string address)
    {
        try
        {
            _elsewhere.TrySetResult(at(address));
            return null;
        }
        catch (OptionException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> RunFiles() => Others.Files();

    /// <inheritdoc/>
    public string? OpenRun(string other) => Others.Read(other);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // However it ends, the terminal is as before.
        await _leave.CancelAsync();
        if (_showing is not null)
            await ((Task)_showing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leave.Dispose();
    }

    private OtherRuns Others => _others ??= new OtherRuns(() => _path);

    /// <summary>Says a line.</summary>
    internal void Say(string line) => _talk.Enqueue(line);

    /// <summary>Shows how it stands.</summary>
    internal void Show(RunSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>The load is about to begin.</summary>
    internal void Begin(RunReady ready, string? path) => (_ready, _path) = (ready, path);

    /// <summary>Runs it while the screen shows it; over once the run is, and the person has left.</summary>
    /// <returns>Its result; and the options of a run against another address, when that is what the person wants instead, and the screen waits for it.</returns>
    internal async Task<(RunResult Result, RunOptions? Elsewhere)> WatchAsync(IWatchedRun run, RunOptions options)
    {
        var elsewhere = _elsewhere = new TaskCompletionSource<RunOptions>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_run, _options) = (run, options);
        _showing ??= Task.Factory.StartNew(() => Screen.Show(this, new ScreenOptions(output.Color, output.Ascii), _leave.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var running = run.RunAsync();
        // A screen that breaks takes the run along, but not what was measured; neither does a run go on that nobody wants any more.
        var first = await Task.WhenAny(running, _showing, elsewhere.Task);
        if (first == elsewhere.Task || (first == _showing && _showing.IsFaulted))
            run.Control.Stop();
        var result = await running;
        _summary = RunReport.AsWritten(result.Summary, Redactor.Of(options));
        // Whoever ends it by a signal does not sit at the keys.
        if (_ends == 0 && run.Control.WasInterrupted)
            await _leave.CancelAsync();
        if (await Task.WhenAny(_showing, elsewhere.Task) == elsewhere.Task)
        {
            _summary = null;
            return (result, await elsewhere.Task);
        }
        Kept = await _showing;
        return (result, null);
    }

    private List<LiveRequest> ReadLive()
    {
        var live = new List<LiveRequest>();
        _run?.ReadLive(live);
        live.Sort(static (one, other) => other.AgeMs.CompareTo(one.AgeMs));
        return live;
    }
}
