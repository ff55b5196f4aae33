using System.Globalization;
using System.Threading.Channels;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Linux;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Profiling;

/// <summary>The one reader of the run's channel: records to figures, lines and snapshots.</summary>
/// <remarks>
/// A thread of its own that wakes by the clock, not by the record: nothing on the measuring side waits for it, and a burst is one
/// batch. Timers of the thread pool would wake, and keep spinning, threads beside the event loops.
/// </remarks>
internal sealed class AggregatorLoop
{
    private static readonly TimeSpan Wake = TimeSpan.FromMilliseconds(20);
    private static readonly long SnapshotTicks = Ticks.FromMs(250);
    private static readonly long IntervalTicks = Ticks.FromSeconds(1);

    private readonly ChannelReader<RunItem> _items;
    private readonly Aggregator _aggregator;
    private readonly ClientHealth _health;
    private readonly RunFile? _file;
    private readonly Action<RunSnapshot>? _onSnapshot;
    private readonly LoadEngine _engine;
    private readonly Action<string>? _talk;
    private readonly Lookout _lookout;
    private readonly LiveFigures? _live;
    private readonly Action<ShareReport>? _onReport;
    private readonly ShareReporter _reporter = new();
    private readonly int _choices;
    private long _startTicks;

    private RunPhase _phase = RunPhase.Connecting;
    private ClientHealthReport? _client;
    private IReadOnlyList<string> _invalid = [];
    private ServerLost? _toldLost;
    private bool _toldNotStreamed;

    public AggregatorLoop(
        ChannelReader<RunItem> items, Aggregator aggregator, ClientHealth health, RunFile? file,
        LoadEngine engine, Lookout lookout, RunSinks sinks)
    {
        _items = items;
        _aggregator = aggregator;
        _health = health;
        _file = file;
        _engine = engine;
        _lookout = lookout;
        _choices = engine.Plan.MostChoices;
        _onSnapshot = sinks.OnSnapshot;
        _onReport = sinks.OnReport;
        _talk = sinks.OnTalk;
        _live = sinks.Live;
        _live?.BeginRun(aggregator);
    }

    /// <summary>Reads until the channel is complete, on a thread of its own.</summary>
    /// <param name="startTicks">When the load begins, and with it the first interval: so those of all shares are of the same seconds; 0 = now.</param>
    public Task RunAsync(long startTicks)
    {
        _startTicks = startTicks == 0 ? Ticks.Now : startTicks;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                ThreadUrgency.GiveWay();
                Loop();
                over.SetResult();
            }
            catch (Exception e)
            {
                over.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = "aggregator",
        }.Start();
        return over.Task;
    }

    private void Loop()
    {
        var nextSnapshot = Ticks.Now + SnapshotTicks;
        var nextInterval = _startTicks + IntervalTicks;
        while (true)
        {
            // careful: completion is looked at before the batch, so that nothing written in between is missed.
            var complete = _items.Completion.IsCompleted;
            while (_items.TryRead(out var item))
            {
                Take(item);
                // A loop that shares this core must not wait for the whole batch: its sends would be late.
                Thread.Yield();
            }
            _lookout.Take(_file, _talk);
            var now = Ticks.Now;
            if (now >= nextInterval || complete)
            {
                TakeInterval(now);
                // To the next full second, but half of one at least: what is shorter has no rates.
                nextInterval += (1 + (now - nextInterval + IntervalTicks / 2) / IntervalTicks) * IntervalTicks;
            }
            if (now >= nextSnapshot || complete)
            {
                _onSnapshot?.Invoke(Snapshot(now) with { Server = _lookout.Book.Figures(ServerContext(now, _client)) });
                _live?.Publish(new LiveStanding(_phase, _aggregator.WindowNumber, _aggregator.Level, _engine.ProgressRatio, _invalid.Count), _health, _client);
                nextSnapshot = Math.Max(nextSnapshot + SnapshotTicks, now);
            }
            _file?.Flush();
            if (_file?.TakeFailure() is { } failure)
                _talk?.Invoke($"warning: the NDJSON file is cut: {failure}");
            if (complete)
                break;
            Thread.Sleep(Wake);
        }
        _items.Completion.GetAwaiter().GetResult();
    }

    private RunSnapshot Snapshot(long now) => _aggregator.Snapshot(_phase, now, _client) with { ProgressRatio = _engine.ProgressRatio, InvalidReasons = _invalid };

    private void Take(in RunItem item)
    {
        if (item.Record is { } record)
        {
            TakeRecord(record);
            return;
        }
        if (item.Level is { } level)
        {
            _aggregator.BeginLevel(level, item.Ticks);
            _file?.Level(level, item.Ticks);
            return;
        }
        if (item.Window != 0)
        {
            BeginWindow(item);
            return;
        }
        _phase = item.Phase;
        switch (item.Phase)
        {
            case RunPhase.Warmup:
                _aggregator.BeginWarmup(item.Ticks);
                break;
            case RunPhase.Running:
                _aggregator.BeginMeasured(item.Ticks);
                _lookout.Book.BeginWindow(item.Ticks);
                BeginJudging();
                break;
            case RunPhase.Draining:
                _aggregator.EndSending(item.Ticks);
                _lookout.Book.EndSending(item.Ticks);
                _health.EndMeasured();
                break;
        }
        _file?.Phase(item.Phase, item.Reason, item.Ticks);
    }

    private void BeginWindow(in RunItem item)
    {
        _aggregator.BeginWindow(item.Ticks);
        _lookout.Book.BeginWindow(item.Ticks);
        BeginJudging();
        _invalid = [];
        _file?.Window(item.Window, item.Ticks);
    }

    private void BeginJudging()
    {
        _health.BeginMeasured();
        // The end of a timed window is known from its start: tokens beyond it never count as inside.
        if (_engine.Window is { MeasuredToTicks: not long.MaxValue } window)
            _aggregator.EndSending(window.MeasuredToTicks);
    }

    private void TakeRecord(RequestRecord record)
    {
        var metrics = _aggregator.Add(record);
        _lookout.Book.Add(record, metrics, isMeasured: record is { Warmup: false, WillRetry: false, IsSetup: false } && record.Window == _aggregator.WindowNumber);
        _file?.Request(record, metrics);
        _live?.Add(record, metrics);
        record.ReleaseGaps();
        if (record.Outcome == Outcome.NotStreamed && !_toldNotStreamed)
        {
            _toldNotStreamed = true;
            const string Text = "the server answers with whole documents although streams are asked for: E2E is measured, TTFT is not";
            _file?.Note("warning", "not_streamed", Text);
            _talk?.Invoke($"warning: {Text}");
        }
    }

    private void TakeInterval(long now)
    {
        _client = _health.TakeInterval();
        var figures = _aggregator.TakeIntervals(now, _client);
        _file?.Intervals(figures);
        _lookout.TakeInterval(now, _file);
        if (_phase is RunPhase.Running or RunPhase.Draining)
            _invalid = _health.InvalidSoFar(_aggregator.All[MetricId.Ttft].Value(50), _engine.PlanKept);
        _onReport?.Invoke(_reporter.Next(_aggregator, Snapshot(now), Ticks.ToMs(now - _startTicks)));
        TellLost();
    }

    /// <summary>The client's figures that belong beside the server's.</summary>
    /// <param name="nowTicks">Ends a window that has not ended yet.</param>
    /// <param name="client">The client's own share.</param>
    internal ServerContext ServerContext(long nowTicks, ClientHealthReport? client) => new()
    {
        NowTicks = nowTicks,
        OutputTokens = _aggregator.All.SteadyOutputTokens,
        Failed = _aggregator.All.Failed,
        Choices = _choices,
        ReadLagP50Ms = client?.ReadLagP50Ms,
        ReadLagSource = client?.ReadLagSource,
    };

    // Told when it is lost and when it is there again, not in between.
    private void TellLost()
    {
        if (_aggregator.ServerLost is not { } lost || (_toldLost?.FromMs == lost.FromMs && _toldLost.UntilMs == lost.UntilMs))
            return;
        _toldLost = lost;
        var text = lost.UntilMs is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"server there again after {(until - lost.FromMs) / 1_000:0.0} s and {lost.Attempts} attempts")
            : string.Create(CultureInfo.InvariantCulture, $"server lost: every attempt since {lost.FromMs / 1_000:0.0} s has found none, the last: {lost.Kind}");
        _file?.Note("warning", "server_lost", text);
        _talk?.Invoke($"warning: {text}");
    }
}
