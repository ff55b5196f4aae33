using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Csv;

/// <summary>Cuts the requests of a run file into its intervals, as the lines stand in it, and writes stats_history.csv. Memory of a few histograms.</summary>
/// <remarks>The writer of a run puts an interval's lines behind the requests that it counted in them, so the order of the file is the membership.</remarks>
internal sealed class LocustHistory(CsvTable table, DateTimeOffset startedAt)
{
    private readonly Dictionary<string, LocustTimes> _totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LocustTimes> _interval = new(StringComparer.Ordinal);
    private IntervalLine? _last;
    private long _inFlight;

    /// <summary>Takes a request that has ended, warm-up included.</summary>
    public void Add(RequestLine line)
    {
        Close();
        foreach (var name in (ReadOnlySpan<string>)[line.Group, LocustColumns.Aggregated])
        {
            Of(_totals, name).Add(line);
            Of(_interval, name).Add(line);
        }
    }

    /// <summary>Takes the interval of a group.</summary>
    public void Add(IntervalLine line)
    {
        if (_last is { } last && last.ToMs < line.ToMs)
            Close();
        _last = line;
        _inFlight += line.InFlight;
        Write(line.Group, line, line.InFlight);
    }

    /// <summary>Ends an interval whose groups have all been seen.</summary>
    public void Close()
    {
        if (_last is not { } last)
            return;
        Write(LocustColumns.Aggregated, last, _inFlight);
        _interval.Clear();
        (_last, _inFlight) = (null, 0);
    }

    private void Write(string name, IntervalLine line, long inFlight) => table.Row(LocustColumns.HistoryRow(
        startedAt.AddMilliseconds(line.ToMs).ToUnixTimeSeconds(), inFlight, name, Of(_interval, name), (line.ToMs - line.FromMs) / 1_000, Of(_totals, name)));

    private static LocustTimes Of(Dictionary<string, LocustTimes> times, string name)
    {
        if (!times.TryGetValue(name, out var found))
            times[name] = found = new LocustTimes();
        return found;
    }
}
