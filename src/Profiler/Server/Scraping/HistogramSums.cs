namespace VllmStream.Profiling.Server.Scraping;

/// <summary>A histogram of seconds as a page has it, or what came between two pages; the engines of a server added up. One thread at a time.</summary>
internal sealed class HistogramSums
{
    private readonly List<HistogramBucket> _buckets = [];

    /// <summary>Sum of the values, seconds.</summary>
    public double Sum { get; private set; }

    /// <summary>Number of values.</summary>
    public double Count { get; private set; }

    /// <summary>Cumulative buckets by rising bound.</summary>
    public IReadOnlyList<HistogramBucket> Buckets => _buckets;

    /// <summary>Exact mean in milliseconds; null without values.</summary>
    public double? MeanMs => Count > 0 ? Sum / Count * 1_000 : null;

    public void AddSum(double sum) => Sum += sum;

    public void AddCount(double count) => Count += count;

    /// <summary>Adds to the bucket with that bound.</summary>
    public void AddBucket(double upTo, double count)
    {
        var at = 0;
        while (at < _buckets.Count && _buckets[at].UpTo < upTo)
            at++;
        if (at < _buckets.Count && _buckets[at].UpTo.Equals(upTo))
            _buckets[at] = new HistogramBucket(upTo, _buckets[at].Count + count);
        else
            _buckets.Insert(at, new HistogramBucket(upTo, count));
    }

    /// <summary>Adds what <paramref name="after"/> has more than <paramref name="before"/>; all of it when there is no before.</summary>
    public void AddBetween(HistogramSums? before, HistogramSums after)
    {
        Sum += after.Sum - (before?.Sum ?? 0);
        Count += after.Count - (before?.Count ?? 0);
        foreach (var bucket in after._buckets)
            AddBucket(bucket.UpTo, bucket.Count - (before?.CountUpTo(bucket.UpTo) ?? 0));
    }

    /// <summary>Where the value of that rank lies, in seconds: above the first, up to the second, which is infinite in the last bucket.</summary>
    /// <param name="share">0.5 for the median.</param>
    /// <returns>Null without values, or where the buckets contradict each other: the engines of a server may have different ones.</returns>
    public (double Above, double UpTo)? Bounds(double share)
    {
        if (_buckets.Count == 0 || _buckets[^1].Count <= 0)
            return null;
        var rank = Math.Ceiling(_buckets[^1].Count * share);
        (double Above, double UpTo)? found = null;
        var last = new HistogramBucket(0, 0);
        foreach (var bucket in _buckets)
        {
            if (bucket.Count < last.Count)
                return null;
            if (found is null && bucket.Count >= rank)
                found = (last.UpTo, bucket.UpTo);
            last = bucket;
        }
        return found;
    }

    private double CountUpTo(double upTo)
    {
        foreach (var bucket in _buckets)
        {
            if (bucket.UpTo.Equals(upTo))
                return bucket.Count;
        }
        return 0;
    }
}
