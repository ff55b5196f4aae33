using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics.Smoothness;

/// <summary>Counts how evenly the answers of a group came. Not thread-safe.</summary>
internal sealed class SmoothnessLedger
{
    private readonly PositionLedger _positions = new();
    private long _requests;
    private long _stalledRequests;
    private long _stalls;
    private int _longestUs;
    private long _stalledUs;
    private long _streamingUs;
    private long _readWithoutWait;
    private long _readerWaitUs;

    /// <summary>What was counted.</summary>
    public SmoothnessFigures Figures => SmoothnessFigures.Of(
        _requests, _stalledRequests, _stalls, _stalls == 0 ? null : _longestUs / 1_000.0, _stalledUs / 1_000.0, _streamingUs / 1_000.0, _readWithoutWait, _readerWaitUs / 1_000.0, _positions.Figures);

    /// <summary>Adds a success.</summary>
    /// <param name="record">Still owning its gaps, if it has them.</param>
    /// <param name="metrics">Of this record.</param>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        if (metrics.Smoothness is not { } smoothness)
            return;
        _requests++;
        _stalledRequests += smoothness.Stalls > 0 ? 1 : 0;
        _stalls += smoothness.Stalls;
        _longestUs = Math.Max(_longestUs, smoothness.LongestUs);
        _stalledUs += smoothness.StalledUs;
        _streamingUs += Math.Max(0, metrics.Times.LastTokenUs - metrics.Times.FirstTokenUs);
        _readWithoutWait += smoothness.ReaderWaitUs == 0 ? 1 : 0;
        _readerWaitUs += smoothness.ReaderWaitUs;
        _positions.Add(record.GapsUs);
    }

    /// <summary>Adds positions whose requests have lost their gaps: a report that is rebuilt from a file.</summary>
    public void Add(IEnumerable<PositionFigures> positions) => _positions.Add(positions);
}
