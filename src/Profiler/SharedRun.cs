using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Profiling;

/// <summary>The front door of a run that several processes share: their reports in; snapshots and lines out while it goes on, the summary at its end. Any thread.</summary>
public sealed class SharedRun : IDisposable
{
    private static readonly TimeSpan Wake = TimeSpan.FromMilliseconds(50);
    private static readonly long SnapshotTicks = Ticks.FromMs(250);
    private static readonly long IntervalTicks = Ticks.FromSeconds(1);

    private readonly RunOptions _options;
    private readonly RunDescription _description;
    private readonly RunClock _clock;
    private readonly RunSinks _sinks;
    private readonly RunFile? _file;
    private readonly ShareBoard _board;
    private readonly Lookout _lookout;
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private volatile RunSnapshot _snapshot = RunSnapshot.Empty;
    private volatile RunSummary? _summary;
    private volatile bool _isOver;
    private long _startTicks;

    /// <summary>Opens the file of the run; the load has not begun.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="description">The same with what was learnt of the server.</param>
    /// <param name="clock">Since when times count.</param>
    /// <param name="sinks">Where results go; of a run that is shared the file, snapshots and talk.</param>
    /// <param name="shares">How many processes share it.</param>
    /// <param name="isPickedUp">True for a run that goes on already.</param>
    public SharedRun(RunOptions options, RunDescription description, RunClock clock, RunSinks sinks, int shares, bool isPickedUp = false)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        ArgumentNullException.ThrowIfNull(description);
        (_options, _clock, _sinks, _board) = (options, clock, sinks, new ShareBoard(shares, isPickedUp));
        _description = description with { Tool = ProfilerRun.Tool, StartedAt = clock.StartedAt, SharedBy = shares };
        _file = sinks.OpenNdjson is { } open ? new RunFile(open(), options, _description, clock) : null;
        // What the agents have counted they tell a second later: it is held against nothing here.
        _lookout = new Lookout(options, clock.StartTicks, static () => default);
        _thread = new Thread(Loop) { IsBackground = true, Name = "shares" };
    }

    /// <summary>What is run.</summary>
    public RunDescription Description => _description;

    /// <summary>Where it is.</summary>
    public RunStatus Status
    {
        get
        {
            var snapshot = _snapshot;
            var (requests, duration) = (_options.Limits.Requests, _options.Limits.Duration);
            return new RunStatus
            {
                State = _summary is { } summary ? StatusBoard.StateOf(summary.Judgement.Verdict) : StateOf(snapshot.Phase),
                ElapsedMs = _clock.ElapsedMs,
                MeasuredMs = snapshot.MeasuredMs,
                PlannedMs = duration?.TotalMilliseconds,
                PlannedRequests = requests,
                ProgressRatio = snapshot.ProgressRatio,
                InFlight = snapshot.InFlight,
                Summary = _summary,
            };
        }
    }

    /// <summary>The load begins at an instant.</summary>
    /// <param name="startTicks">On this machine's monotonic clock.</param>
    public void Begin(long startTicks)
    {
        lock (_gate)
            _startTicks = startTicks;
        _thread.Start();
    }

    /// <summary>Takes a report of a process.</summary>
    /// <param name="process">Whose.</param>
    /// <param name="report">As it came.</param>
    public void Take(string process, ReadOnlySpan<byte> report)
    {
        try
        {
            var read = ShareBytes.Read(report);
            lock (_gate)
                _board.Take(process, read, SinceStartMs(Ticks.Now));
        }
        catch (FormatException damaged)
        {
            Note("warning", "report_damaged", $"a report of {process} was left out: {damaged.Message}");
        }
    }

    /// <summary>What each process has told so far, in the words of <paramref name="read"/>, which must not keep what it is given.</summary>
    public T Read<T>(Func<IReadOnlyDictionary<string, ShareState>, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_gate)
            return read(_board.Shares);
    }

    /// <summary>Writes a note into the file.</summary>
    public void Note(string level, string code, string text)
    {
        lock (_gate)
            _file?.Note(level, code, text);
    }

    /// <summary>Ends it: merges the results of all shares and writes the summary.</summary>
    /// <param name="sharesOf">Makes the shares from what was told.</param>
    /// <param name="ending">How it ended here.</param>
    /// <exception cref="FormatException">A histogram is damaged.</exception>
    public async Task<RunSummary> EndAsync(Func<IReadOnlyDictionary<string, ShareState>, IReadOnlyList<ShareOfRun>> sharesOf, ShareEnding ending)
    {
        ArgumentNullException.ThrowIfNull(sharesOf);
        await _lookout.FinishAsync();
        Stop();
        lock (_gate)
        {
            var summary = ShareMerge.Of(_description, StartMs, sharesOf(_board.Shares), ending, merged => _lookout.Book.Summary(ContextOf(merged.Totals.Steady?.OutputTokens)));
            EnterPhase(RunPhase.Finished);
            _file?.Summary(summary);
            return _summary = summary;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _lookout.Dispose();
        _file?.Dispose();
    }

    private void Stop()
    {
        _isOver = true;
        if (_thread.IsAlive)
            _thread.Join();
    }

    private void Loop()
    {
        var nextSnapshot = Ticks.Now + SnapshotTicks;
        var nextInterval = Ticks.Now + IntervalTicks;
        for (var isLast = false; !isLast;)
        {
            isLast = _isOver;
            var now = Ticks.Now;
            try
            {
                Pass(now, isLast, ref nextInterval, ref nextSnapshot);
            }
            catch (Exception e)
            {
                // careful: what others tell is shown here; whatever is in it must not cost the result.
                _sinks.OnTalk?.Invoke($"warning: what agents tell cannot be shown: {e.Message}");
            }

            var phase = _snapshot.Phase;
            if (phase >= RunPhase.Warmup)
                _lookout.Beat(now, number: phase >= RunPhase.Running ? 1 : 0, isOver: phase >= RunPhase.Draining);
            if (!isLast)
                Thread.Sleep(Wake);
        }
    }

    private void Pass(long now, bool isLast, ref long nextInterval, ref long nextSnapshot)
    {
        lock (_gate)
        {
            _lookout.Take(_file, _sinks.OnTalk);
            foreach (var second in _board.EndSeconds(SinceStartMs(now), StartMs ?? 0, isLast))
                _file?.Intervals(second);
            if (now >= nextInterval || isLast)
            {
                nextInterval = Math.Max(nextInterval + IntervalTicks, now);
                _lookout.TakeInterval(now, _file);
                _file?.Flush();
            }

            if (now >= nextSnapshot || isLast)
            {
                nextSnapshot = Math.Max(nextSnapshot + SnapshotTicks, now);
                Show(_board.Snapshot());
            }

            if (_file?.TakeFailure() is { } failure)
                _sinks.OnTalk?.Invoke($"warning: the NDJSON file is cut: {failure}");
        }
    }

    // Null before it is known.
    private double? StartMs => _startTicks == 0 ? null : _clock.MsAt(_startTicks);

    // Whoever is heard before that is heard at the start.
    private double SinceStartMs(long ticks) => _startTicks == 0 ? 0 : Ticks.ToMs(ticks - _startTicks);

    private void Show(RunSnapshot snapshot)
    {
        snapshot = snapshot with { ElapsedMs = _clock.ElapsedMs, Server = _lookout.Book.Figures(ContextOf(outputTokens: null)) };
        EnterPhase(snapshot.Phase, snapshot.MeasuredMs);
        _snapshot = snapshot;
        _sinks.OnSnapshot?.Invoke(snapshot);
    }

    // As far as it is told here: the end of sending up to a second after it was so.
    private void EnterPhase(RunPhase phase, double? measuredMs = null)
    {
        if (phase == _snapshot.Phase)
            return;
        var now = Ticks.Now;
        var at = phase switch
        {
            RunPhase.Warmup when _startTicks != 0 => _startTicks,
            RunPhase.Running => now - Ticks.FromMs(measuredMs ?? 0),
            _ => now,
        };
        if (phase == RunPhase.Running)
            _lookout.Book.BeginWindow(at);
        else if (phase == RunPhase.Draining)
            _lookout.Book.EndSending(at);
        _file?.Phase(phase, reason: null, at);
    }

    private static ServerContext ContextOf(double? outputTokens) => new() { NowTicks = Ticks.Now, IsShared = true, OutputTokens = outputTokens };

    private static RunState StateOf(RunPhase phase) => phase switch
    {
        RunPhase.Warmup => RunState.Warmup,
        RunPhase.Running => RunState.Running,
        RunPhase.Draining or RunPhase.Finished => RunState.Draining,
        _ => RunState.Connecting,
    };
}
