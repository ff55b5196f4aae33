using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Sharing;

/// <summary>The shares of a run as one run, live. Percentiles come from merged distributions and are never averaged. Not thread-safe.</summary>
/// <param name="isPickedUp">True for a run that went on before this board was there.</param>
public sealed class ShareBoard(bool isPickedUp = false)
{
    private const int HistoryLength = 120;

    private readonly SortedDictionary<string, ShareState> _shares = new(StringComparer.Ordinal);
    private readonly Queue<IReadOnlyList<IntervalFigures>> _history = new();

    // A report may come in the second after its own; what is older than that says nothing of this one.
    private const int FreshSeconds = 2;

    private long _seconds;

    // All samples by group, so that a look at a thousand shares is one at each group.
    private readonly Dictionary<string, HistogramSet> _whole = new(StringComparer.Ordinal);

    // Samples that came since the last second ended, and what had been counted by then.
    private readonly Dictionary<string, HistogramSet> _second = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Sent, long Ok, long Failed)> _counted = new(StringComparer.Ordinal);

    /// <summary>What each process has told, by its name.</summary>
    public IReadOnlyDictionary<string, ShareState> Shares => _shares;

    /// <summary>Takes a report.</summary>
    /// <param name="process">Who sends it.</param>
    /// <param name="report">What he says.</param>
    /// <exception cref="FormatException">A histogram in it is damaged.</exception>
    public void Take(string process, ShareReport report)
    {
        if (!_shares.TryGetValue(process, out var share))
            _shares[process] = share = new ShareState();
        share.HeardInSecond = _seconds;
        foreach (var (name, samples) in share.Take(report))
        {
            Add(_whole, name, samples);
            Add(_second, name, samples);
        }
    }

    /// <summary>Ends a second: what the newest reports say of theirs becomes one more column of the curves.</summary>
    /// <returns>The column: one for each group; empty before the first report.</returns>
    /// <param name="nowMs">Milliseconds since the start of the run.</param>
    public IReadOnlyList<IntervalFigures> EndSecond(double nowMs)
    {
        _seconds++;
        var latest = Latest();
        var from = _history.Count > 0 ? _history.Last()[0].ToMs : Math.Max(0, nowMs - 1_000);
        List<ShareReport> fresh = [.. _shares.Values.Where(share => share.HeardInSecond > _seconds - 1 - FreshSeconds).Select(share => share.Latest).OfType<ShareReport>()];
        IntervalFigures[] figures = [.. Names(latest).Select(name => Interval(name, [.. GroupsOf(latest, name)], [.. GroupsOf(fresh, name)], from, nowMs))];
        _second.Clear();
        if (figures.Length == 0)
            return figures;
        _history.Enqueue(figures);
        if (_history.Count > HistoryLength)
            _history.Dequeue();
        return figures;
    }

    /// <summary>The run at this instant, as a screen shows it; immutable, for any thread.</summary>
    public RunSnapshot Snapshot()
    {
        var latest = Latest();
        if (latest.Count == 0)
            return RunSnapshot.Empty;
        var all = HistogramSet.Narrow();
        GroupSnapshot[] groups = [.. Names(latest).Select(name => Group(name, latest, all))];
        return new RunSnapshot
        {
            ElapsedMs = latest.Max(report => report.ElapsedMs),
            MeasuredMs = latest.Max(report => report.MeasuredMs),
            // As long as one of them sends, the run does.
            Phase = latest.Min(report => report.Phase),
            ProgressRatio = latest.Min(report => report.ProgressRatio),
            Sent = groups.Sum(group => group.Sent),
            InFlight = groups.Sum(group => group.InFlight),
            Ok = groups.Sum(group => group.Ok),
            Failed = groups.Sum(group => group.Failed),
            Measured = groups.Sum(group => group.Measured),
            Left = latest.Sum(report => report.Left),
            WarmupRequests = latest.Sum(report => report.WarmupRequests),
            Good = latest.Any(report => report.Good is null) ? null : latest.Sum(report => report.Good),
            TokenSource = latest.Select(report => report.TokenSource).Where(source => source != TokenSource.None).Distinct().ToArray() is [var one] ? one : TokenSource.None,
            TokensPerEvent = latest.Select(report => report.TokensPerEvent).OfType<double>().Distinct().ToArray() is [var same] ? same : null,
            Smoothness = SmoothnessFigures.Merge([.. groups.Select(group => group.Smoothness)]),
            Metrics = MetricBlocks.Of(all),
            Bars = MetricBars.Of(all),
            Groups = groups,
            Failures = FailureFigures.Join(groups.SelectMany(group => group.Failures)),
            History = [.. _history],
            InvalidReasons = [.. _shares.Where(share => share.Value.Latest is not null).SelectMany(share => share.Value.Latest!.InvalidReasons.Select(reason => $"{share.Key}: {reason}"))],
            Client = ClientHealthReport.Worst([.. latest.Select(report => report.Client).OfType<ClientHealthReport>()]),
        };
    }

    private GroupSnapshot Group(string name, IReadOnlyList<ShareReport> latest, HistogramSet all)
    {
        ShareGroup[] groups = [.. GroupsOf(latest, name)];
        var set = _whole.GetValueOrDefault(name) ?? HistogramSet.Narrow();
        all.Add(set);
        var streams = groups.Select(group => group.Streams).OfType<bool>().Distinct().ToArray() is [var same] ? same : (bool?)null;
        return GroupSnapshot.Join(name, streams, [.. groups.Select(group => group.ToSnapshot())], set);
    }

    private static void Add(Dictionary<string, HistogramSet> sets, string name, HistogramSet samples)
    {
        if (!sets.TryGetValue(name, out var set))
            sets[name] = set = HistogramSet.Narrow();
        set.Add(samples);
    }

    private List<ShareReport> Latest() => [.. _shares.Values.Select(share => share.Latest).OfType<ShareReport>()];

    // In the order of the options, which every process has.
    private static IEnumerable<string> Names(IEnumerable<ShareReport> latest) => latest.SelectMany(report => report.Groups).Select(group => group.Name).Distinct(StringComparer.Ordinal);

    private static IEnumerable<ShareGroup> GroupsOf(IEnumerable<ShareReport> latest, string name) => latest.SelectMany(report => report.Groups).Where(group => group.Name == name);

    // Unlike those of one process they are of measured requests that have ended: nobody tells of the others.
    private IntervalFigures Interval(string name, ShareGroup[] groups, ShareGroup[] fresh, double fromMs, double toMs)
    {
        var samples = _second.GetValueOrDefault(name) ?? HistogramSet.Narrow();
        (long Sent, long Ok, long Failed) now = (groups.Sum(group => group.Sent), groups.Sum(group => group.Ok), groups.Sum(group => group.Failed));
        // Of a run that was picked up what came before is of no second of ours.
        var before = _counted.TryGetValue(name, out var counted) ? counted : isPickedUp ? now : default;
        _counted[name] = now;
        return new IntervalFigures
        {
            FromMs = fromMs,
            ToMs = toMs,
            Group = name,
            Sent = now.Sent - before.Sent,
            Ok = now.Ok - before.Ok,
            Failed = now.Failed - before.Failed,
            InFlight = fresh.Sum(group => group.InFlight),
            RequestsPerS = SumKnown(fresh, group => group.RequestsPerS),
            OutputTokensPerS = SumKnown(fresh, group => group.OutputTokensPerS),
            Ttft = IntervalBlock.Of(samples[MetricId.Ttft], keepsBars: true),
            Itl = IntervalBlock.Of(samples[MetricId.Itl], keepsBars: true),
            Tpot = IntervalBlock.Of(samples[MetricId.Tpot], keepsBars: true),
            E2e = IntervalBlock.Of(samples[MetricId.E2e], keepsBars: true),
        };
    }

    private static double? SumKnown(ShareGroup[] groups, Func<ShareGroup, double?> of) => groups.All(group => of(group) is null) ? null : groups.Sum(group => of(group) ?? 0);
}
