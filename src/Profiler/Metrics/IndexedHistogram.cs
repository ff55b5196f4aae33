using HdrHistogram;

namespace VllmStream.Profiling.Metrics;

/// <summary>The library's histogram with its buckets opened: reading by index is what makes one-pass percentiles and our codec cheap.</summary>
internal sealed class IndexedHistogram() : LongHistogram(HistogramScale.Lowest, HistogramScale.Highest, HistogramScale.Digits)
{
    /// <summary>Count of a bucket.</summary>
    public long CountAt(int index) => GetCountAtIndex(index);

    /// <summary>Adds to a bucket.</summary>
    public void AddAt(int index, long count)
    {
        AddToCountAtIndex(index, count);
        TotalCount += count;
    }
}
