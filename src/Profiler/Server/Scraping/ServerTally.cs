namespace VllmStream.Profiling.Server.Scraping;

/// <summary>What a server, or several, did over a stretch: counters and histograms from page to page. One thread.</summary>
internal sealed class ServerTally
{
    private readonly double?[] _counters = new double?[MetricNames.Count];
    private readonly HistogramSums?[] _histograms = new HistogramSums?[MetricNames.Count];

    /// <summary>How often a server began to count from zero.</summary>
    public int Resets { get; private set; }

    /// <summary>What a counter grew by; null when no page had it.</summary>
    public double? this[ServerMetric metric] => _counters[(int)metric];

    /// <summary>What came into a histogram; null when no page had it.</summary>
    public HistogramSums? Histogram(ServerMetric metric) => _histograms[(int)metric];

    /// <summary>Adds what a server did between two of its pages. After a restart all that the second has was done since.</summary>
    public void Add(ServerPage before, ServerPage after)
    {
        var isReset = after.IsResetSince(before);
        Resets += isReset ? 1 : 0;
        for (var i = 0; i < MetricNames.Count; i++)
        {
            var metric = (ServerMetric)i;
            if (MetricNames.IsCounter(metric) && after[metric] is { } now)
                _counters[i] = (_counters[i] ?? 0) + now - (isReset ? 0 : before[metric] ?? 0);
            else if (MetricNames.IsHistogram(metric) && after.Histogram(metric) is { } histogram)
                (_histograms[i] ??= new HistogramSums()).AddBetween(isReset ? null : before.Histogram(metric), histogram);
        }
    }

    /// <summary>Adds what another one holds.</summary>
    public void Add(ServerTally other)
    {
        Resets += other.Resets;
        for (var i = 0; i < MetricNames.Count; i++)
        {
            if (other._counters[i] is { } counter)
                _counters[i] = (_counters[i] ?? 0) + counter;
            if (other._histograms[i] is { } histogram)
                (_histograms[i] ??= new HistogramSums()).AddBetween(null, histogram);
        }
    }
}
