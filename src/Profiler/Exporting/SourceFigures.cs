using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>What rests on token counts of one source: numbers of two sources are never mixed. Aggregator's thread.</summary>
internal sealed class SourceFigures(Func<MetricFamily, BucketCounts> make)
{
    private readonly Dictionary<MetricId, BucketCounts> _counts = MetricFamily.All.Where(family => family.CountsTokens).ToDictionary(family => family.Metric, make);

    public long OutputTokens { get; private set; }

    /// <summary>The distribution of a metric that rests on a count of tokens.</summary>
    public BucketCounts this[MetricId metric] => _counts[metric];

    public void Add(long outputTokens, in RequestMetrics metrics)
    {
        OutputTokens += outputTokens;
        foreach (var (metric, counts) in _counts)
            counts.Record(metrics.Of(metric));
    }
}
