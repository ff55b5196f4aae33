namespace VllmStream.Profiling.Metrics;

/// <summary>Counts by bucket of <see cref="HistogramScale"/>, as wide as the samples lie apart: none for no samples, some kilobytes for gaps of 20 ms, 188 kB for all of an hour. Not thread-safe.</summary>
/// <remarks>A coordinator keeps nine of them for each group of each agent, and of whole scales a thousand agents would fill gigabytes.</remarks>
/// <param name="isWhole">True takes the whole scale at once: a run that goes on must not allocate while it measures.</param>
internal sealed class BucketWindow(bool isWhole)
{
    private const int Step = 256;

    private long[] _counts = isWhole ? new long[HistogramScale.Length] : [];
    private int _from;

    /// <summary>Count of a bucket.</summary>
    public long CountAt(int index)
    {
        var at = index - _from;
        return (uint)at < (uint)_counts.Length ? _counts[at] : 0;
    }

    /// <summary>Adds to a bucket.</summary>
    public void Add(int index, long count)
    {
        var at = index - _from;
        if ((uint)at >= (uint)_counts.Length)
            at = Widen(index);
        _counts[at] += count;
    }

    /// <summary>Sets all to 0; the width stays.</summary>
    public void Clear() => Array.Clear(_counts);

    private int Widen(int index)
    {
        var (from, to) = (index, index + 1);
        // Twice as wide each time, to the side that it grows to: samples that wander off by and by would copy it again and again.
        if (_counts.Length > 0)
            (from, to) = index < _from ? (Math.Max(0, Math.Min(index, _from - _counts.Length)), _from + _counts.Length) : (_from, Math.Max(index + 1, _from + 2 * _counts.Length));
        from -= from % Step;
        to = Math.Min(HistogramScale.Length, (to + Step - 1) / Step * Step);
        var wider = new long[to - from];
        _counts.CopyTo(wider, _counts.Length == 0 ? 0 : _from - from);
        (_counts, _from) = (wider, from);
        return index - from;
    }
}
