using System.Globalization;

namespace VllmStream.Profiling.Server.Scraping;

/// <summary>A metrics page, read: what is known of it, the engines of the server put together. Does not change once it is read; any thread.</summary>
internal sealed class ServerPage
{
    private readonly double?[] _values = new double?[MetricNames.Count];
    private readonly HistogramSums?[] _histograms = new HistogramSums?[MetricNames.Count];

    private ServerPage()
    {
    }

    /// <summary>vLLM, SGLang or TGI.</summary>
    public string Server { get; private set; } = "";

    /// <summary>The fullest KV cache of its engines; null where none tells.</summary>
    public double? KvCacheMax { get; private set; }

    /// <summary>When the server's process started, by its own clock; null where it does not tell.</summary>
    public double? ProcessStart { get; private set; }

    /// <summary>A gauge or counter: counts of several engines are summed, shares averaged. Null when the page does not have it.</summary>
    public double? this[ServerMetric metric] => _values[(int)metric];

    /// <summary>A histogram; null when the page does not have it.</summary>
    public HistogramSums? Histogram(ServerMetric metric) => _histograms[(int)metric];

    /// <summary>Reads a page.</summary>
    /// <param name="page">Its bytes.</param>
    /// <param name="problem">What it is when it is no page of a server that is known; else null.</param>
    /// <returns>Null with a problem.</returns>
    public static ServerPage? Read(ReadOnlySpan<byte> page, out string? problem)
    {
        var read = new ServerPage();
        var ranks = new int[MetricNames.Count];
        Array.Fill(ranks, int.MaxValue);
        var shares = new int[MetricNames.Count];
        var seen = new HashSet<ulong>();
        var samples = 0;
        var text = new PrometheusText(page);
        while (text.Read())
        {
            samples++;
            if (text.Name.SequenceEqual("process_start_time_seconds"u8))
                read.ProcessStart = text.Value;
            if (!MetricNames.TryFind(text.Name, out var name) || !double.IsFinite(text.Value) || name.Rank > ranks[(int)name.Metric] || IsOtherRank(text, name))
                continue;
            if (name.Rank < ranks[(int)name.Metric])
            {
                ranks[(int)name.Metric] = name.Rank;
                read.Drop(name.Metric);
                shares[(int)name.Metric] = 0;
            }
            // A series that stands there twice counts once.
            if (seen.Add(text.SeriesHash))
                read.Add(text, name, ref shares[(int)name.Metric]);
        }
        problem = read.Server.Length > 0 ? null
            : samples == 0 ? "is no Prometheus text"
            : "has no metrics of vLLM, SGLang or TGI";
        return problem is null ? read : null;
    }

    /// <summary>True when the server has counted from zero since <paramref name="before"/>: another process, or something that only grows went down.</summary>
    public bool IsResetSince(ServerPage before)
    {
        if (ProcessStart is { } start && before.ProcessStart is { } started && !start.Equals(started))
            return true;
        for (var i = 0; i < MetricNames.Count; i++)
        {
            if (MetricNames.IsCounter((ServerMetric)i) && _values[i] < before._values[i])
                return true;
            if (_histograms[i] is { } now && before._histograms[i] is { } then && now.Count < then.Count)
                return true;
        }
        return false;
    }

    private void Drop(ServerMetric metric)
    {
        _values[(int)metric] = null;
        _histograms[(int)metric] = null;
        if (metric == ServerMetric.KvCache)
            KvCacheMax = null;
    }

    // Every rank of a tensor-parallel SGLang may show the whole: the first speaks for all.
    private static bool IsOtherRank(in PrometheusText text, in MetricName name) =>
        name.Server == "SGLang" && (text.Label("tp_rank"u8) is { } tensor && tensor != "0" || text.Label("pp_rank"u8) is { } pipeline && pipeline != "0");

    private void Add(in PrometheusText text, in MetricName name, ref int shares)
    {
        Server = name.Server;
        var at = (int)name.Metric;
        if (name.Part == SamplePart.Value)
        {
            if (MetricNames.IsShare(name.Metric))
            {
                // V0 writes -1 for a cache it has not looked into yet.
                if (text.Value < 0)
                    return;
                _values[at] = (((_values[at] ?? 0) * shares) + text.Value) / (shares + 1);
                shares++;
                if (name.Metric == ServerMetric.KvCache)
                    KvCacheMax = Math.Max(KvCacheMax ?? 0, text.Value);
                return;
            }
            _values[at] = (_values[at] ?? 0) + text.Value;
            return;
        }
        var histogram = _histograms[at] ??= new HistogramSums();
        switch (name.Part)
        {
            case SamplePart.Sum:
                histogram.AddSum(text.Value);
                break;
            case SamplePart.Count:
                histogram.AddCount(text.Value);
                break;
            case SamplePart.Bucket when BoundOf(text.Label("le"u8)) is { } bound:
                histogram.AddBucket(bound, text.Value);
                break;
        }
    }

    private static double? BoundOf(string? text) => text is "+Inf" or "Inf" or "inf" ? double.PositiveInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) && !double.IsNaN(bound) ? bound : null;
}
