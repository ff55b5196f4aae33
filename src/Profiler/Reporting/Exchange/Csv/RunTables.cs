using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Csv;

/// <summary>Writes a run as CSV files: every request, and the two tables that Locust writes.</summary>
public static class RunTables
{
    /// <summary>Every record of the run: warm-up and attempts that were followed by another included.</summary>
    public const string Requests = "requests.csv";

    /// <summary>Measured requests by group, and Aggregated: Locust's columns.</summary>
    public const string Stats = "stats.csv";

    /// <summary>Each interval by group, and Aggregated, warm-up included: Locust's columns.</summary>
    public const string History = "stats_history.csv";

    /// <summary>Writes the three files in one pass over the run; those that are there are written over.</summary>
    /// <param name="run">The run file, at its start.</param>
    /// <param name="summary">Its summary.</param>
    /// <param name="folder">Is made when it is not there.</param>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(Stream run, RunSummary summary, string folder)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Directory.CreateDirectory(folder);
        using var requests = new CsvTable(Path.Combine(folder, Requests), RequestColumns.Names);
        using var history = new CsvTable(Path.Combine(folder, History), LocustColumns.History);
        var byGroup = new SortedDictionary<string, LocustTimes>(StringComparer.Ordinal);
        var all = new LocustTimes();
        var intervals = new LocustHistory(history, summary.Run.StartedAt);
        foreach (var line in new NdjsonReader(run).Read(type => type is RequestLine.Word or IntervalLine.Word))
        {
            if (line is IntervalLine interval)
            {
                intervals.Add(interval);
                continue;
            }

            var request = (RequestLine)line;
            requests.Row(RequestColumns.Of(request));
            if (!MeasuredRequests.Counts(request))
                continue;
            intervals.Add(request);
            if (!MeasuredRequests.IsMeasured(request, summary.Window))
                continue;
            if (!byGroup.TryGetValue(request.Group, out var times))
                byGroup[request.Group] = times = new LocustTimes();
            times.Add(request);
            all.Add(request);
        }

        intervals.Close();
        WriteStats(folder, summary, byGroup, all);
    }

    private static void WriteStats(string folder, RunSummary summary, SortedDictionary<string, LocustTimes> byGroup, LocustTimes all)
    {
        // Theirs is never under a second.
        var seconds = Math.Max(1, (summary.Totals.Whole?.DurationMs ?? 0) / 1_000);
        using var stats = new CsvTable(Path.Combine(folder, Stats), LocustColumns.Stats);
        foreach (var (group, times) in byGroup)
            stats.Row(LocustColumns.StatsRow(group, times, seconds));
        stats.Row(LocustColumns.StatsRow(LocustColumns.Aggregated, all, seconds));
    }
}
