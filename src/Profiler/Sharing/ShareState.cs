using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>What one process has told of its share so far. Not thread-safe.</summary>
public sealed class ShareState
{
    private readonly Dictionary<string, HistogramSet> _groups = new(StringComparer.Ordinal);

    /// <summary>Its newest report; null before the first.</summary>
    public ShareReport? Latest { get; private set; }

    /// <summary>Reports that got lost on the way: their samples are missing until the result is there.</summary>
    public long LostReports { get; private set; }

    /// <summary>Samples by group.</summary>
    public IReadOnlyDictionary<string, HistogramSet> Groups => _groups;

    /// <summary>Takes a report, and gives what is new in it. One that is older than the newest has been overtaken: its samples count, its figures do not.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isBaseline">True when what its first report has counted is of before.</param>
    /// <exception cref="FormatException">A histogram in it is damaged.</exception>
    public ShareNews Take(ShareReport report, bool isBaseline = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        // careful: all of them are read before one is added, so that a damaged report counts for nothing.
        var samples = report.Groups.ToDictionary(group => group.Name, group => group.Histograms.ToSet(group.Metrics), StringComparer.Ordinal);
        _groups.AddAll(samples);

        var newest = Latest?.Number ?? 0;
        if (report.Number <= newest)
        {
            LostReports--;
            return new ShareNews(samples, new Dictionary<string, (long, long, long)>());
        }

        LostReports += report.Number - newest - 1;
        var before = Latest ?? (isBaseline ? report : null);
        Latest = report;
        return new ShareNews(samples, report.Groups.ToDictionary(group => group.Name, group => Since(group, before?.Groups.FirstOrDefault(known => known.Name == group.Name)), StringComparer.Ordinal));
    }

    private static (long Sent, long Ok, long Failed) Since(ShareGroup now, ShareGroup? before) => (now.Sent - (before?.Sent ?? 0), now.Ok - (before?.Ok ?? 0), now.Failed - (before?.Failed ?? 0));
}
