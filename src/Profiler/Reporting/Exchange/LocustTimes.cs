using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>Response times as Locust keeps them: successes and failures together, counted by a time rounded to two digits from 100 ms on. Not thread-safe.</summary>
internal sealed class LocustTimes
{
    private readonly SortedDictionary<long, long> _counts = [];
    private double _sumMs;
    private double _minMs = double.PositiveInfinity;
    private double _maxMs;
    private long _bytes;
    private long _timed;

    /// <summary>Requests that ended, in whatever way.</summary>
    public long Requests { get; private set; }

    /// <summary>Those that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Median in ms, of rounded times, within minimum and maximum; null without requests.</summary>
    public double? MedianMs => _timed == 0 ? null : Math.Clamp(Middle(), _minMs, _maxMs);

    /// <summary>Mean in ms, of exact times; null without requests.</summary>
    public double? AverageMs => _timed == 0 ? null : _sumMs / _timed;

    /// <summary>Smallest in ms; null without requests.</summary>
    public double? MinMs => _timed == 0 ? null : _minMs;

    /// <summary>Largest in ms; null without requests.</summary>
    public double? MaxMs => _timed == 0 ? null : _maxMs;

    /// <summary>Mean size of a body in bytes; null without requests.</summary>
    public double? AverageBytes => Requests == 0 ? null : (double)_bytes / Requests;

    /// <summary>Adds a request.</summary>
    public void Add(RequestLine line)
    {
        Requests++;
        if (!line.Outcome.IsSuccess())
            Failures++;
        _bytes += line.Bytes;
        // One that was never begun has no time; Locust has none such.
        if (BegunTimes.Of(line).EndMs is not { } ms)
            return;
        _timed++;
        _sumMs += ms;
        _minMs = Math.Min(_minMs, ms);
        _maxMs = Math.Max(_maxMs, ms);
        var rounded = Round(ms);
        _counts[rounded] = _counts.GetValueOrDefault(rounded) + 1;
    }

    /// <summary>A percentile by their count from above; null without requests. There is no least number of samples.</summary>
    /// <param name="share">0.5 for the median.</param>
    public long? PercentileMs(double share)
    {
        if (_timed == 0)
            return null;
        var below = (long)(_timed * share);
        long above = 0;
        foreach (var (ms, count) in _counts.Reverse())
        {
            above += count;
            if (_timed - above <= below)
                return ms;
        }

        return 0;
    }

    /// <summary>Times up to 100 ms to a whole number, up to 1 s to tens, up to 10 s to hundreds, else to thousands.</summary>
    internal static long Round(double ms)
    {
        var step = ms switch
        {
            < 100 => 1,
            < 1_000 => 10,
            < 10_000 => 100,
            _ => 1_000,
        };
        return (long)Math.Round(ms / step) * step;
    }

    // The value in the middle; of two the upper, as their walk ends there.
    private long Middle()
    {
        var place = (_timed - 1) / 2.0;
        foreach (var (ms, count) in _counts)
        {
            if (place < count)
                return ms;
            place -= count;
        }

        return 0;
    }
}
