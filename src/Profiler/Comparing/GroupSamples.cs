using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>The samples of a group, or of all, of one run. Filled by one thread, then read.</summary>
public sealed class GroupSamples
{
    private readonly SampleSeries[] _requests = [.. MetricTable.All.Select(_ => new SampleSeries())];

    /// <summary>Requests that ended, well or not.</summary>
    public int Requests => Failures.Count;

    /// <summary>1 for a request that failed (one that the end cut off too), 0 for one that ended well; users who left are in neither.</summary>
    internal SampleSeries Failures { get; } = new();

    /// <summary>Requests that ended well in each whole second of the steady part, per second.</summary>
    internal SampleSeries RequestsPerS { get; } = new();

    /// <summary>Tokens that came in each whole second of the steady part, per second.</summary>
    internal SampleSeries OutputTokensPerS { get; } = new();

    /// <summary>Gaps between tokens, by the second in which their request ended.</summary>
    internal List<IReadOnlyList<HistogramBar>> Gaps { get; } = [];

    /// <summary>A metric with one value for each request.</summary>
    internal SampleSeries this[MetricId metric] => _requests[(int)metric];

    /// <summary>Takes a request that ended well.</summary>
    /// <param name="atMs">When it was due, ms since run start.</param>
    /// <param name="metric">What was measured.</param>
    /// <param name="value">Its value in the metric's unit; null = it has none.</param>
    public void Add(double atMs, MetricId metric, double? value)
    {
        if (value is { } known)
            _requests[(int)metric].Add(atMs, known);
    }

    /// <summary>The last instant of any sample, ms since run start.</summary>
    internal double LastMs => Series().Max(series => series.LastMs);

    /// <summary>Takes the samples of a run that came after.</summary>
    /// <param name="other">Its samples.</param>
    /// <param name="fromMs">When it began.</param>
    internal void Append(GroupSamples other, double fromMs)
    {
        foreach (var (own, series) in Series().Zip(other.Series()))
            own.Append(series, fromMs);
        Gaps.AddRange(other.Gaps);
    }

    private IEnumerable<SampleSeries> Series() => [.. _requests, Failures, RequestsPerS, OutputTokensPerS];

    /// <summary>Takes the ending of a request.</summary>
    public void AddEnding(double atMs, bool hasFailed) => Failures.Add(atMs, hasFailed ? 1 : 0);
}
