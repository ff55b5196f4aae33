namespace VllmStream.Profiling.Metrics;

/// <summary>Counts by bucket of <see cref="HistogramScale"/>, as wide as the samples lie apart: none for no samples, some kilobytes for gaps of 20 ms, 188 kB for all of an hour. Not thread-safe.</summary>
/// <remarks>A coordinator keeps nine of them for each group of each agent, and of whole scales a thousand agents would fill gigabytes.</remarks>
internal sealed class BucketWindow
{
    private const int Step = 256;

    private long[] _counts = [];
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
        var (from, to) = _counts.Length == 0 ? (index, index + 1) : (Math.Min(_from, index), Math.Max(_from + _counts.Length, index + 1));
        from -= from % Step;
        to = Math.Min(HistogramScale.Length, (to + Step - 1) / Step * Step);
        var wider = new long[to - from];
        _counts.CopyTo(wider, _counts.Length == 0 ? 0 : _from - from);
        (_counts, _from) = (wider, from);
        return index - from;
    }
}
