using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Collects one interval of one group. Aggregator's thread, but for the meter.</summary>
/// <param name="group">Its name.</param>
/// <param name="keepsBars">True for a screen, which joins intervals to longer ones.</param>
internal sealed class GroupInterval(string group, bool keepsBars)
{
    // Reused from interval to interval: each holds 184 KB.
    private readonly Distribution _liveTtft = new();
    private readonly Distribution _liveGaps = new();
    private readonly Distribution _tpot = new();
    private readonly Distribution _e2e = new();
    private readonly Distribution _gaps = new();
    private readonly PositionLedger _positions = new();
    private long _ok;
    private long _failed;
    private long _streamed;
    private long _whole;

    /// <summary>The group's meter; heard by any thread.</summary>
    public LiveMeter Meter { get; } = new();

    /// <summary>Requests that ended well since run start, warm-up included.</summary>
    public long OkTotal { get; private set; }

    /// <summary>Requests that ended otherwise since run start, warm-up included.</summary>
    public long FailedTotal { get; private set; }

    /// <summary>True when every request that ended was streamed, false when none was, null for both and before the first; warm-up included.</summary>
    public bool? Streams => (_streamed, _whole) switch
    {
        (> 0, 0) => true,
        (0, > 0) => false,
        _ => null,
    };

    /// <summary>Adds a request that has ended.</summary>
    /// <param name="record">Still owning its gaps.</param>
    /// <param name="metrics">Of this record.</param>
    /// <param name="keepsGaps">True when it is measured, so that its gaps are part of the run's.</param>
    public void Add(RequestRecord record, in RequestMetrics metrics, bool keepsGaps)
    {
        if (record.Streaming)
            _streamed++;
        else
            _whole++;
        if (record.HasLeft)
            return;
        if (!record.Outcome.IsSuccess())
        {
            _failed++;
            FailedTotal++;
            return;
        }

        _ok++;
        OkTotal++;
        _tpot.Record(metrics.Tpot);
        _e2e.Record(metrics.E2e);
        if (!keepsGaps)
            return;
        GroupAccumulator.RecordGaps(record.GapsUs, _gaps);
        _positions.Add(record.GapsUs);
    }

    /// <summary>The gaps so far are of requests that count no more.</summary>
    public void DropGaps()
    {
        _gaps.Clear();
        _positions.Clear();
    }

    public IntervalFigures Take(double fromMs, double toMs, ClientHealthReport? client)
    {
        var live = Meter.SwapInterval(_liveTtft, _liveGaps);
        var seconds = (toMs - fromMs) / 1_000;
        var figures = new IntervalFigures
        {
            FromMs = Rounded.ToThousandth(fromMs),
            ToMs = Rounded.ToThousandth(toMs),
            Group = group,
            Sent = live.Sent,
            Ok = _ok,
            Failed = _failed,
            InFlight = live.InFlight,
            RequestsPerS = Rounded.Per(_ok, seconds),
            OutputTokensPerS = Rounded.Per(live.Tokens, seconds),
            Ttft = IntervalBlock.Of(_liveTtft, keepsBars),
            Itl = IntervalBlock.Of(_liveGaps, keepsBars),
            Tpot = IntervalBlock.Of(_tpot, keepsBars),
            E2e = IntervalBlock.Of(_e2e, keepsBars),
            Client = client,
            ItlN = _gaps.Count,
            ItlSumMs = _gaps.Count == 0 ? null : _gaps.Sum,
            ItlMinMs = _gaps.Min,
            ItlMaxMs = _gaps.Max,
            ItlHistogram = _gaps.Encode(),
            ItlPositions = _positions.Figures,
        };
        _tpot.Clear();
        _e2e.Clear();
        _liveTtft.Clear();
        _liveGaps.Clear();
        DropGaps();
        (_ok, _failed) = (0, 0);
        return figures;
    }
}
