using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Vllm;

/// <summary>What vLLM's benchmark computes over all requests, from what it notes of each. Statistics are in milliseconds; null = nothing to compute it from.</summary>
internal sealed class VllmTotals
{
    private readonly VllmRequest[] _requests;
    private readonly VllmRequest[] _completed;

    /// <summary>Computes them.</summary>
    /// <param name="requests">Every measured request, in the order of their beginnings.</param>
    /// <param name="summary">Duration, objectives, and the gaps where the requests have none.</param>
    public VllmTotals(VllmRequest[] requests, RunSummary summary)
    {
        _requests = requests;
        _completed = [.. requests.Where(request => request.Success)];
        HasGaps = requests.Any(request => request.GapsUs is not null);
        DurationS = summary.Totals.Whole is { DurationMs: > 0 and var ms } ? ms / 1_000 : null;
        InputTokens = Sum(_completed, request => request.InputTokens);
        OutputTokens = Sum(_completed, request => request.OutputTokens);
        Goodput = summary.Totals.Goodput is { } goodput ? goodput.Met / DurationS : null;
        Ttft = Of(_completed, request => request.TtftS);
        Tpot = Of(_completed, request => request.TpotS);
        E2el = Of(_completed, request => request.LatencyS);
        QueueTime = Of(_completed, request => request.QueueS);
        E2elWithQueue = Of(_completed, request => request.LatencyS + request.QueueS);
        Itl = HasGaps
            ? SampleStatistics.Of(_completed.SelectMany(request => request.GapsUs ?? []).Select(us => us / 1_000.0))
            : SampleStatistics.Of(summary.Histograms.ToSet(summary.Metrics)[MetricId.Itl].Bars(), summary.Metrics.ItlMs.Mean);
    }

    /// <summary>True when the run recorded every gap.</summary>
    public bool HasGaps { get; }

    /// <summary>From the first measured send to the last end.</summary>
    public double? DurationS { get; }

    /// <summary>Successes.</summary>
    public int Completed => _completed.Length;

    /// <summary>The others.</summary>
    public int Failed => _requests.Length - _completed.Length;

    /// <summary>Prompt tokens of successes; null when one is not known.</summary>
    public long? InputTokens { get; }

    /// <summary>Output tokens of successes; null when one is not known.</summary>
    public long? OutputTokens { get; }

    /// <summary>Inputs of successes that asked for vectors or scores.</summary>
    public long InputSequences => _completed.Sum(request => (long)(request.Items ?? 1));

    /// <summary>Requests per second that met every objective; null without objectives.</summary>
    public double? Goodput { get; }

    /// <summary>First chunk.</summary>
    public SampleStatistics? Ttft { get; }

    /// <summary>Time per output token.</summary>
    public SampleStatistics? Tpot { get; }

    /// <summary>Gaps between chunks; from the histogram when the run did not record them.</summary>
    public SampleStatistics? Itl { get; }

    /// <summary>Whole requests.</summary>
    public SampleStatistics? E2el { get; }

    /// <summary>Time behind the client's own cap.</summary>
    public SampleStatistics? QueueTime { get; }

    /// <summary>Both together.</summary>
    public SampleStatistics? E2elWithQueue { get; }

    /// <summary>A count per second of the duration.</summary>
    public double? PerSecond(double? count) => count / DurationS;

    /// <summary>Chunks of the best whole second since the first beginning, which they call tokens; null without gaps.</summary>
    public double? MaxTokensPerSecond()
    {
        if (!HasGaps || _completed.Length == 0)
            return null;
        var first = _completed.Min(request => request.StartS);
        var perSecond = new Dictionary<long, long>();
        foreach (var request in _completed)
        {
            if (request.TtftS is not { } ttft)
                continue;
            var at = request.StartS - first + ttft;
            Count(at);
            foreach (var gap in request.GapsUs ?? [])
                Count(at += gap / 1_000_000.0);
        }

        return perSecond.Count == 0 ? null : perSecond.Values.Max();

        void Count(double second) => perSecond[(long)second] = perSecond.GetValueOrDefault((long)second) + 1;
    }

    /// <summary>Most successes in flight at one instant; one that ends as another begins is gone by then.</summary>
    public int MaxConcurrent()
    {
        var changes = new List<(double At, int Change)>(2 * _completed.Length);
        foreach (var request in _completed)
        {
            changes.Add((request.StartS, 1));
            changes.Add((request.StartS + request.LatencyS, -1));
        }

        changes.Sort();
        int now = 0, most = 0;
        foreach (var (_, change) in changes)
            most = Math.Max(most, now += change);
        return most;
    }

    private static long? Sum(VllmRequest[] requests, Func<VllmRequest, long?> count) =>
        Array.TrueForAll(requests, request => count(request) is not null) ? requests.Sum(count) : null;

    private static SampleStatistics? Of(VllmRequest[] requests, Func<VllmRequest, double?> seconds) =>
        SampleStatistics.Of(requests.Select(seconds).OfType<double>().Select(value => value * 1_000));
}
