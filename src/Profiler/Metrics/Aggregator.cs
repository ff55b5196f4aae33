using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Turns records into figures: for the interval, for the screen, for the summary.</summary>
/// <remarks>
/// Pure: no clock, no IO; times are handed in. One thread owns it (a report replays a file through it just so); only the meters
/// it hands out are for any thread. Nothing in it grows with the length of the run.
/// </remarks>
public sealed class Aggregator
{
    /// <summary>Seconds of history that a snapshot carries for the screen's curves.</summary>
    private const int HistoryLength = 120;

    private readonly long _runStartTicks;
    private readonly SloRule _slo;
    private readonly Func<string, string> _redact;
    private readonly Dictionary<string, GroupAccumulator> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupInterval> _intervals = new(StringComparer.Ordinal);
    private readonly LevelBook _levels = new();
    private readonly Distribution _warmupTtft = new();
    private readonly WindowStarts _windows = new();
    private readonly EndedBook? _ended;
    private readonly ServerLostWatch _serverLost = new();
    private readonly Queue<IReadOnlyList<IntervalFigures>> _history = new();
    private readonly long? _pairSeed;
    private PairLog? _pairs;
    private long _intervalStartUs;

    /// <summary>Prepares for a run.</summary>
    /// <param name="runStartTicks">Start of the run; times count from here.</param>
    /// <param name="groups">Groups known beforehand; others are added as they come.</param>
    /// <param name="slo">Objectives that give goodput.</param>
    /// <param name="redact">Cleans server texts before they are kept as examples; null keeps them as they are.</param>
    /// <param name="keepsEnded">True keeps what only a screen shows: the newest requests that have ended, each about a kilobyte of garbage, and the bars of every interval.</param>
    /// <param name="pairSeed">Seed of a run whose requests are pairs; null = they are none.</param>
    public Aggregator(long runStartTicks, IReadOnlyList<string> groups, IReadOnlyList<SloTerm> slo, Func<string, string>? redact = null, bool keepsEnded = false, long? pairSeed = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _runStartTicks = runStartTicks;
        _slo = new SloRule(slo);
        _redact = redact ?? (text => text);
        _ended = keepsEnded ? new EndedBook(_redact) : null;
        _pairSeed = pairSeed;
        _pairs = MakePairs();
        foreach (var group in groups)
            MakeGroup(group);
    }

    /// <summary>All measured requests.</summary>
    public GroupAccumulator All { get; private set; } = new();

    /// <summary>Measured requests by group, in the order in which the groups were named.</summary>
    public IReadOnlyDictionary<string, GroupAccumulator> Groups => _groups;

    /// <summary>The steady window as far as it is known.</summary>
    public SteadyWindow Window { get; private set; } = SteadyWindow.NotBegun;

    /// <summary>Number of the window, from 1; 0 before it.</summary>
    public int WindowNumber => _windows.Count;

    /// <summary>What the load asks for now; null where stages or a trace say it.</summary>
    public double? Level => _levels.Level;

    /// <summary>Microseconds from run start to the first phase of load; -1 before.</summary>
    public long LoadStartUs { get; private set; } = -1;

    /// <summary>Warm-up requests that ended.</summary>
    public long WarmupRequests { get; private set; }

    /// <summary>Warm-up requests that ended well.</summary>
    public long WarmupOk { get; private set; }

    /// <summary>Attempts that were followed by another one; no requests of their own.</summary>
    public long Retries { get; private set; }

    /// <summary>The newest stretch in which there was no server; null = there was none.</summary>
    public ServerLost? ServerLost => _serverLost.Newest;

    /// <summary>True when objectives were given.</summary>
    public bool HasSlo => _slo.IsDefined;

    /// <summary>The meter of a group named beforehand. Call before the load starts; the meter itself is for any thread.</summary>
    /// <exception cref="KeyNotFoundException">No such group.</exception>
    public LiveMeter Meter(string group) => _intervals[group].Meter;

    /// <summary>Load begins, and does not count yet.</summary>
    public void BeginWarmup(long ticks) => LoadStartUs = Us(ticks);

    /// <summary>Warm-up is over. Call before any record that ended later is added; the same instant belongs into the phase line.</summary>
    public void BeginMeasured(long ticks)
    {
        Window = Window with { FromUs = Us(ticks) };
        if (LoadStartUs < 0)
            LoadStartUs = Window.FromUs;
        _windows.Add(Window.FromUs);
        _levels.BeginWindow(Window.FromUs);
    }

    /// <summary>Measuring begins anew: what was measured is set aside. Call before any record is added that was due later; the same instant belongs into the window line.</summary>
    public void BeginWindow(long ticks)
    {
        Window = new SteadyWindow(Us(ticks), SteadyWindow.Unknown);
        _windows.Add(Window.FromUs);
        _levels.BeginWindow(Window.FromUs);
        All = new GroupAccumulator();
        foreach (var group in _groups.Keys.ToArray())
            _groups[group] = new GroupAccumulator();
        foreach (var interval in _intervals.Values)
            interval.DropGaps();
        Retries = 0;
        _pairs = MakePairs();
    }

    /// <summary>The load asks for so much from now on: requests in flight, users, or requests per second. Call as <see cref="BeginWindow"/>; at the start before it.</summary>
    public void BeginLevel(double level, long ticks) => _levels.Begin(level, Us(ticks));

    /// <summary>No more requests are sent. Call before any record that ended later is added; the same instant belongs into the phase line.</summary>
    public void EndSending(long ticks) => Window = Window with { ToUs = Us(ticks) };

    /// <summary>Computes the metrics of a record and adds it. The record keeps its gaps: release them after the last use.</summary>
    /// <returns>The metrics, for the NDJSON line.</returns>
    public RequestMetrics Add(RequestRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var metrics = RequestMetrics.Of(record, _runStartTicks);
        Add(record, metrics);
        return metrics;
    }

    /// <summary>Adds a record whose metrics are known.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(record);
        var times = metrics.Times;
        record.Window = _windows.NumberOf(times.ScheduledUs);
        _ended?.Add(record, metrics);
        _serverLost.Add(record, times);
        InFlight.Add(times.InRun(times.SentUs), times.EndInRunUs);
        var isOld = record.Window < WindowNumber;
        if (record.WillRetry)
        {
            Retries += isOld ? 0 : 1;
            return;
        }

        if (record.IsSetup)
        {
            CountWarmup(record);
            return;
        }

        var group = _groups.TryGetValue(record.Group, out var known) ? known : MakeGroup(record.Group);
        var good = _slo.IsDefined && _slo.IsMet(record, metrics);
        _intervals[record.Group].Add(record, metrics, keepsGaps: !record.Warmup && !isOld);
        if (record.Outcome.IsSuccess())
        {
            All.AddSteady(record, times, Window, good);
            group.AddSteady(record, times, Window, good);
            _levels.AddSteady(record, times);
        }

        if (record.Warmup)
        {
            CountWarmup(record);
            if (record.Outcome.IsSuccess())
                _warmupTtft.Record(metrics.Ttft);
            return;
        }

        if (isOld)
            return;
        _levels.Add(record, metrics);
        var example = record.Outcome.IsSuccess() || record.HasLeft || All.ExampleOf(record.Outcome) is not null && group.ExampleOf(record.Outcome) is not null
            ? null
            : FailureExample.Of(record, _redact);
        _pairs?.Add(record, metrics);
        All.Add(record, metrics, Window, good, example);
        group.Add(record, metrics, Window, good, example);
    }

    /// <summary>Adds gaps whose records have lost theirs: a report that is rebuilt from interval lines.</summary>
    public void AddGaps(string group, Distribution gaps, IReadOnlyList<PositionFigures> positions)
    {
        var accumulator = _groups.TryGetValue(group, out var known) ? known : MakeGroup(group);
        accumulator.AddGaps(gaps, positions);
        All.AddGaps(gaps, positions);
    }

    /// <summary>Ends the interval that began at the last call (or at run start) and hands out one line per group.</summary>
    public IReadOnlyList<IntervalFigures> TakeIntervals(long nowTicks, ClientHealthReport? client)
    {
        var now = Us(nowTicks);
        var figures = new List<IntervalFigures>(_intervals.Count);
        foreach (var interval in _intervals.Values)
            figures.Add(interval.Take(_intervalStartUs / 1_000.0, now / 1_000.0, client));
        _intervalStartUs = now;
        AddHistory(figures);
        return figures;
    }

    /// <summary>Adds an interval to the history of the snapshots: one that has just ended, or one from a file.</summary>
    internal void AddHistory(IReadOnlyList<IntervalFigures> figures)
    {
        _history.Enqueue(figures);
        if (_history.Count > HistoryLength)
            _history.Dequeue();
    }

    /// <summary>Counts a request from a file as sent and ended, which live the meter hears from the load.</summary>
    internal void CountReplayed(string group)
    {
        var meter = _intervals[group].Meter;
        meter.Sent();
        meter.Ended();
    }

    /// <summary>The state of the run for a screen; immutable, for any thread. A pass over every histogram: some 0.1 ms per group.</summary>
    public RunSnapshot Snapshot(RunPhase phase, long nowTicks, ClientHealthReport? client)
    {
        var groups = new List<GroupSnapshot>(_groups.Count);
        foreach (var (name, accumulator) in _groups)
            groups.Add(GroupSnapshot.Of(name, accumulator, _intervals[name]));
        var set = All.Set();
        return new RunSnapshot
        {
            ElapsedMs = Rounded.ToThousandth(Us(nowTicks) / 1_000.0),
            MeasuredMs = Window.FromUs == SteadyWindow.Unknown ? null : Rounded.ToThousandth(Math.Max(0, Math.Min(Us(nowTicks), Window.ToUs) - Window.FromUs) / 1_000.0),
            Phase = phase,
            Window = Math.Max(1, WindowNumber),
            Level = Level,
            Sent = groups.Sum(group => group.Sent),
            InFlight = groups.Sum(group => group.InFlight),
            Ok = groups.Sum(group => group.Ok),
            Failed = groups.Sum(group => group.Failed),
            Measured = All.Requests,
            Left = All.Left,
            WarmupRequests = WarmupRequests,
            Good = HasSlo ? All.Good : null,
            TokenSource = All.TokenSource,
            TokensPerEvent = All.TokensPerEvent,
            Smoothness = All.Smoothness,
            Metrics = MetricBlocks.Of(set),
            Bars = MetricBars.Of(set),
            Groups = groups,
            Modes = GroupSnapshot.ModesOf(groups, _groups),
            Failures = FailureFigures.Of(All),
            History = [.. _history],
            Pairs = _pairs?.Live(Us(nowTicks)),
            Client = client,
            ServerLost = ServerLost,
            EndedRequests = _ended?.Ended ?? [],
            FailedRequests = _ended?.Failed ?? [],
            Errors = _ended?.Errors ?? [],
        };
    }

    /// <summary>The pairs of a run that has ended; null when its requests are none.</summary>
    internal PairFigures? Pairs() => _pairs?.Figures();

    /// <summary>Requests in flight.</summary>
    internal InFlightTimeline InFlight { get; } = new();

    /// <summary>Figures of each level; none for a load that was not changed.</summary>
    internal IReadOnlyList<LevelFigures> Levels(long endUs) => _levels.Figures(endUs);

    /// <summary>TTFT of all requests, those of the warm-up too.</summary>
    internal Distribution WholeTtft()
    {
        var whole = new Distribution();
        whole.Add(_warmupTtft);
        whole.Add(All[MetricId.Ttft]);
        return whole;
    }

    private PairLog? MakePairs() => _pairSeed is { } seed ? new PairLog(seed) : null;

    private void CountWarmup(RequestRecord record)
    {
        WarmupRequests++;
        if (record.Outcome.IsSuccess())
            WarmupOk++;
    }

    private GroupAccumulator MakeGroup(string name)
    {
        var made = new GroupAccumulator();
        _groups[name] = made;
        _intervals[name] = new GroupInterval(name, keepsBars: _ended is not null);
        return made;
    }

    private long Us(long ticks) => Math.Max(0, Ticks.ToMicroseconds(ticks - _runStartTicks));
}
