using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Tui.State;

/// <summary>The figures that a view shows: of all groups or of one, of the whole run or of its last seconds.</summary>
internal sealed class Selection
{
    private const int LongWindow = 60;
    private const int ShortWindow = 10;

    private readonly RunSnapshot _snapshot;
    private readonly string? _group;
    private readonly HashSet<string>? _members;

    /// <summary>Selects.</summary>
    /// <param name="snapshot">The run.</param>
    /// <param name="group">A group; null = all, and so is one that is not there.</param>
    /// <param name="window">The part of the run.</param>
    /// <param name="mode">Streamed or not; of no meaning beside a group, or where the run has one mode only.</param>
    public Selection(RunSnapshot snapshot, string? group, TimeWindow window, ModeFilter mode = ModeFilter.All)
    {
        var chosen = group is null ? null : snapshot.Groups.FirstOrDefault(one => one.Name == group);
        (_snapshot, _group) = (snapshot, chosen?.Name);
        if (chosen is not null)
        {
            _members = [chosen.Name];
        }
        else if (mode != ModeFilter.All && snapshot.Modes.FirstOrDefault(one => one.Streams == (mode == ModeFilter.Streaming)) is { } side)
        {
            chosen = side;
            (Mode, _members) = (mode, [.. snapshot.Groups.Where(one => one.Streams == side.Streams).Select(one => one.Name)]);
        }
        Sent = chosen?.Sent ?? snapshot.Sent;
        InFlight = chosen?.InFlight ?? snapshot.InFlight;
        Ok = chosen?.Ok ?? snapshot.Ok;
        Failed = chosen?.Failed ?? snapshot.Failed;
        Failures = chosen?.Failures ?? snapshot.Failures;
        Smoothness = chosen?.Smoothness ?? snapshot.Smoothness;
        var whole = chosen?.Metrics ?? snapshot.Metrics;
        var bars = chosen?.Bars ?? snapshot.Bars;
        if (window == TimeWindow.Whole)
        {
            (Metrics, Bars) = (whole, bars);
            return;
        }
        var seconds = window == TimeWindow.Last10 ? ShortWindow : LongWindow;
        var ttft = new JoinedIntervals(Latest(seconds), interval => interval.Ttft);
        var itl = new JoinedIntervals(Latest(seconds), interval => interval.Itl);
        var e2e = new JoinedIntervals(Latest(seconds), interval => interval.E2e);
        Metrics = new MetricBlocks
        {
            TtftMs = ttft.Block,
            ItlMs = itl.Block,
            TpotMs = new JoinedIntervals(Latest(seconds), interval => interval.Tpot).Block,
            E2eMs = e2e.Block,
        };
        Bars = new MetricBars { Ttft = ttft.Bars, Itl = itl.Bars, E2e = e2e.Bars };
    }

    /// <summary>The group; null = all.</summary>
    public string? Group => _group;

    /// <summary>The mode.</summary>
    public ModeFilter Mode { get; }

    /// <summary>Requests sent since run start.</summary>
    public long Sent { get; }

    /// <summary>In flight now.</summary>
    public long InFlight { get; }

    /// <summary>Ended well since run start.</summary>
    public long Ok { get; }

    /// <summary>Ended otherwise since run start.</summary>
    public long Failed { get; }

    /// <summary>Failures of measured requests.</summary>
    public IReadOnlyList<FailureFigures> Failures { get; }

    /// <summary>Metrics; of a window only those that are known second by second.</summary>
    public MetricBlocks Metrics { get; }

    /// <summary>Their distributions.</summary>
    public MetricBars Bars { get; }

    /// <summary>How evenly tokens came, over the whole run.</summary>
    public SmoothnessFigures Smoothness { get; }

    /// <summary>One figure, second by second, newest last; null where nothing is known.</summary>
    public IReadOnlyList<double?> Series(Func<IntervalFigures, double?> of) =>
        [.. _snapshot.History.Select(second => OfGroup(second).Select(of).Aggregate((double?)null, (sum, value) => value is null ? sum : (sum ?? 0) + value))];

    /// <summary>One figure that does not add up over groups, second by second: the one of the busiest group.</summary>
    public IReadOnlyList<double?> Trend(Func<IntervalFigures, IntervalBlock> of) =>
        [.. _snapshot.History.Select(second => OfGroup(second).Select(of).MaxBy(block => block.N)?.P50)];

    /// <summary>A rate over the last ten seconds; null before the first is over.</summary>
    public double? Lately(Func<IntervalFigures, double?> of)
    {
        var seconds = Series(of);
        return seconds.Count == 0 ? null : seconds.TakeLast(ShortWindow).Average(second => second ?? 0);
    }

    private IEnumerable<IntervalFigures> Latest(int seconds) => _snapshot.History.TakeLast(seconds).SelectMany(OfGroup);

    /// <summary>The last measured requests that ended well, oldest first.</summary>
    public IEnumerable<EndedRequest> EndedWell => _snapshot.EndedRequests.Where(one => !one.HasFailed && !one.Warmup && Holds(one.Group));

    /// <summary>True when the figures are of this group too.</summary>
    public bool Holds(string group) => _members is null || _members.Contains(group);

    private IEnumerable<IntervalFigures> OfGroup(IEnumerable<IntervalFigures> second) => _members is null ? second : second.Where(figures => _members.Contains(figures.Group));
}
