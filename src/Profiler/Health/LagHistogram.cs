using HdrHistogram;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Health;

/// <summary>Lags of this client in microseconds, over the whole run and over the current interval. Any thread; a short lock.</summary>
internal sealed class LagHistogram
{
    // A lag over a minute is a stopped process; more digits than two say nothing about a lag.
    private const long MaxMicroseconds = 60_000_000;
    private const int Digits = 2;

    // As everywhere: fewer samples have no 99th percentile.
    private const int SamplesForP99 = 100;

    // A run of a blink has a handful of samples, all from the moment when its code was compiled: they judge nothing.
    private const int SamplesForP50 = 20;

    private readonly Lock _gate = new();
    private readonly LongHistogram _total = new(1, MaxMicroseconds, Digits);
    private readonly LongHistogram _interval = new(1, MaxMicroseconds, Digits);

    public void Record(long ticks)
    {
        var us = Math.Clamp(Ticks.ToMicroseconds(ticks), 0, MaxMicroseconds);
        lock (_gate)
        {
            _total.RecordValue(us);
            _interval.RecordValue(us);
        }
    }

    public void Clear()
    {
        lock (_gate)
            _total.Reset();
    }

    public LagSummary Total()
    {
        lock (_gate)
            return Summarise(_total);
    }

    public LagSummary TakeInterval()
    {
        lock (_gate)
        {
            var summary = Summarise(_interval);
            _interval.Reset();
            return summary;
        }
    }

    private static LagSummary Summarise(LongHistogram histogram) => histogram.TotalCount == 0
        ? default
        : new LagSummary(
            histogram.TotalCount,
            histogram.TotalCount < SamplesForP50 ? null : histogram.GetValueAtPercentile(50) / 1000.0,
            histogram.TotalCount < SamplesForP99 ? null : histogram.GetValueAtPercentile(99) / 1000.0,
            histogram.GetMaxValue() / 1000.0);
}
