using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>The metrics of requests one by one. Pure.</summary>
internal static class ForeignMetrics
{
    /// <summary>Every metric that a success has; metrics that none has are left out.</summary>
    public static Dictionary<MetricId, ForeignMetric> Of(IReadOnlyList<ForeignRequest> requests)
    {
        var ok = requests.Where(request => request.IsOk).ToArray();
        (MetricId Metric, IEnumerable<double?> Samples)[] all =
        [
            (MetricId.Ttft, ok.Select(request => request.TtftMs)),
            (MetricId.Ttfc, ok.Select(request => request.TtfcMs)),
            (MetricId.Itl, ok.SelectMany(request => request.GapsMs).Select(gap => (double?)gap)),
            (MetricId.Tpot, ok.Select(request => request.TpotMs)),
            (MetricId.E2e, ok.Select(request => request.E2eMs)),
            (MetricId.Wait, ok.Select(request => request.WaitMs)),
            (MetricId.TokensPerSecond, ok.Select(request => request.TokensPerS)),
        ];
        var metrics = new Dictionary<MetricId, ForeignMetric>();
        foreach (var (metric, samples) in all)
        {
            if (ForeignMetric.Of([.. samples.OfType<double>()]) is { } found)
                metrics[metric] = found;
        }

        return metrics;
    }
}
