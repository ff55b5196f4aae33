using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>The gauges of a server, or of all replicas, over a window. One thread.</summary>
internal sealed class GaugeBook
{
    private readonly RatioCounts _kvCache = new();

    public GaugeTrack Running { get; } = new();

    public GaugeTrack Waiting { get; } = new();

    public GaugeTrack Swapped { get; } = new();

    public double? KvCacheMax { get; private set; }

    public double? KvCacheP50 => _kvCache.Median();

    /// <summary>Looks that were added.</summary>
    public int Looks { get; private set; }

    /// <summary>Adds the pages of one look: counts are summed, the cache is a mean and the fullest.</summary>
    public void Add(IReadOnlyList<ServerPage> pages, double atSeconds)
    {
        Looks++;
        Running.Add(Sum(pages, ServerMetric.Running), atSeconds);
        Waiting.Add(Sum(pages, ServerMetric.Waiting), atSeconds);
        Swapped.Add(Sum(pages, ServerMetric.Swapped), atSeconds);
        if (Mean(pages, ServerMetric.KvCache) is { } kvCache)
            _kvCache.Add(kvCache);
        foreach (var page in pages)
        {
            if (page.KvCacheMax is { } most)
                KvCacheMax = Math.Max(KvCacheMax ?? 0, most);
        }
    }

    /// <summary>A gauge of several replicas: their sum; null where none has it.</summary>
    public static double? Sum(IReadOnlyList<ServerPage> pages, ServerMetric metric)
    {
        double? sum = null;
        foreach (var page in pages)
            sum = page[metric] is { } value ? (sum ?? 0) + value : sum;
        return sum;
    }

    /// <summary>A share of several replicas: their mean; null where none has it.</summary>
    public static double? Mean(IReadOnlyList<ServerPage> pages, ServerMetric metric) =>
        Sum(pages, metric) is { } sum ? sum / pages.Count(page => page[metric] is not null) : null;
}
