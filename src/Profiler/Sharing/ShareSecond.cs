using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>What the shares of a run told of one second of it, by group. Not thread-safe.</summary>
internal sealed class ShareSecond
{
    private readonly Dictionary<string, HistogramSet> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Sent, long Ok, long Failed)> _counts = new(StringComparer.Ordinal);

    // By process: of two reports the newer says how it stood at the end.
    private readonly Dictionary<string, ShareReport> _reports = new(StringComparer.Ordinal);

    /// <summary>Groups that were told of, in the order of the options.</summary>
    public IEnumerable<string> Groups => _reports.Values.SelectMany(report => report.Groups).Select(group => group.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Takes a report of it.</summary>
    /// <param name="process">Who sent it.</param>
    /// <param name="report">The report.</param>
    /// <param name="news">What is new in it.</param>
    public void Add(string process, ShareReport report, ShareNews news)
    {
        if (!_reports.TryGetValue(process, out var known) || report.Number > known.Number)
            _reports[process] = report;
        _samples.AddAll(news.Samples);
        foreach (var (name, (sent, ok, failed)) in news.Counts)
        {
            var sum = _counts.GetValueOrDefault(name);
            _counts[name] = (sum.Sent + sent, sum.Ok + ok, sum.Failed + failed);
        }
    }

    /// <summary>One group of it. Unlike those of one process its distributions are of measured requests that have ended: nobody tells of the others.</summary>
    public IntervalFigures Figures(string name, double fromMs, double toMs)
    {
        var samples = _samples.GetValueOrDefault(name) ?? HistogramSet.Narrow();
        var (sent, ok, failed) = _counts.GetValueOrDefault(name);
        ShareGroup[] groups = [.. _reports.Values.SelectMany(report => report.Groups).Where(group => group.Name == name)];
        return new IntervalFigures
        {
            FromMs = fromMs,
            ToMs = toMs,
            Group = name,
            Sent = sent,
            Ok = ok,
            Failed = failed,
            InFlight = groups.Sum(group => group.InFlight),
            RequestsPerS = SumKnown(groups, group => group.RequestsPerS),
            OutputTokensPerS = SumKnown(groups, group => group.OutputTokensPerS),
            Ttft = IntervalBlock.Of(samples[MetricId.Ttft], keepsBars: true),
            Itl = IntervalBlock.Of(samples[MetricId.Itl], keepsBars: true),
            Tpot = IntervalBlock.Of(samples[MetricId.Tpot], keepsBars: true),
            E2e = IntervalBlock.Of(samples[MetricId.E2e], keepsBars: true),
        };
    }

    private static double? SumKnown(ShareGroup[] groups, Func<ShareGroup, double?> of) => groups.All(group => of(group) is null) ? null : groups.Sum(group => of(group) ?? 0);
}
