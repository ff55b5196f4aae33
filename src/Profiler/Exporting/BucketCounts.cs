using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>A classic histogram that only grows: counts up to fixed bounds, and the exact sum. Aggregator's thread; a copy is for any thread.</summary>
/// <param name="bounds">Upper bounds in the base unit, rising; infinity follows.</param>
/// <param name="perUnit">Thousandths of the metric's unit in one base unit: a million for times (µs in a second), 1,000 for rates.</param>
internal sealed class BucketCounts(IReadOnlyList<double> bounds, double perUnit)
{
    // 0.06 s must be 60,000 µs, and not what the product of two doubles makes of it.
    private readonly double[] _limits = [.. bounds.Select(bound => Math.Round(bound * perUnit, 3))];
    private readonly long[] _counts = new long[bounds.Count + 1];
    private double _sum;

    /// <summary>Adds a sample when there is one.</summary>
    public void Record(Reading reading)
    {
        if (reading.IsPresent)
            Record(reading.Thousandths);
    }

    /// <summary>Adds a sample in thousandths of the metric's unit.</summary>
    public void Record(double thousandths) => Add(thousandths, 1);

    /// <summary>Adds several equal samples.</summary>
    public void Add(double thousandths, long count)
    {
        // Most samples lie in the first buckets: a walk beats a search.
        var index = 0;
        while (index < _limits.Length && thousandths > _limits[index])
            index++;
        _counts[index] += count;
        _sum += thousandths * count;
    }

    /// <summary>A copy; null without samples.</summary>
    public BucketCopy? Copy()
    {
        var counts = _counts.ToArray();
        var all = counts.Sum();
        return all == 0 ? null : new BucketCopy(bounds, counts, all, Math.Round(_sum / perUnit, 9));
    }
}
