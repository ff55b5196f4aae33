using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Sharing;

/// <summary>The shares of a run as one run, live. Percentiles come from merged distributions and are never averaged. Not thread-safe.</summary>
/// <param name="shares">How many processes there are.</param>
/// <param name="isPickedUp">True for a run that went on before this board was there.</param>
public sealed class ShareBoard(int shares, bool isPickedUp = false)
{
    private const int HistoryLength = 120;

    private readonly SortedDictionary<string, ShareState> _shares = new(StringComparer.Ordinal);
    private readonly Queue<IReadOnlyList<IntervalFigures>> _history = new();
    private readonly ShareTimeline _timeline = new(shares);

    // All samples by group, so that a look at a thousand shares is one at each group.
    private readonly Dictionary<string, HistogramSet> _whole = new(StringComparer.Ordinal);

    /// <summary>What each process has told, by its name.</summary>
    public IReadOnlyDictionary<string, ShareState> Shares => _shares;

    /// <summary>Takes a report.</summary>
    /// <param name="process">Who sends it.</param>
    /// <param name="report">What he says.</param>
    /// <param name="nowMs">Milliseconds since the load began.</param>
    /// <exception cref="FormatException">A histogram in it is damaged.</exception>
    public void Take(string process, ShareReport report, double nowMs)
    {
        if (!_shares.TryGetValue(process, out var share))
            _shares[process] = share = new ShareState();
        var news = share.Take(report, isBaseline: isPickedUp);
        _whole.AddAll(news.Samples);
        _timeline.Take(process, report, news, nowMs);
    }

    /// <summary>Those seconds that are over by now: each is one more column of the curves.</summary>
    /// <param name="nowMs">Milliseconds since the load began.</param>
    /// <param name="startMs">When it did, in milliseconds since the start of the run.</param>
    /// <param name="isLast">True when no more reports will come.</param>
    /// <returns>For each a row for each group, in order; of a second of which nobody told there is none, and the next is longer by it.</returns>
    public IReadOnlyList<IReadOnlyList<IntervalFigures>> EndSeconds(double nowMs, double startMs, bool isLast)
    {
        IReadOnlyList<IntervalFigures>[] seconds = [.. _timeline.End(nowMs, startMs, isLast)];
        foreach (var second in seconds)
        {
            _history.Enqueue(second);
            if (_history.Count > HistoryLength)
                _history.Dequeue();
        }

        return seconds;
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

    private List<ShareReport> Latest() => [.. _shares.Values.Select(share => share.Latest).OfType<ShareReport>()];

    // In the order of the options, which every process has.
    private static IEnumerable<string> Names(IEnumerable<ShareReport> latest) => latest.SelectMany(report => report.Groups).Select(group => group.Name).Distinct(StringComparer.Ordinal);

    private static IEnumerable<ShareGroup> GroupsOf(IEnumerable<ShareReport> latest, string name) => latest.SelectMany(report => report.Groups).Where(group => group.Name == name);
}
