using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Sharing;

/// <summary>The results of all shares as the result of one run: counts add, histograms merge, percentiles are of the merged ones. Pure.</summary>
public static class ShareMerge
{
    /// <summary>Merges.</summary>
    /// <param name="run">The run as whoever leads it knows it: its id, start and notices stand.</param>
    /// <param name="startAtMs">When the load was to begin, in milliseconds since the start of that run; null = nobody knows, and each share's own clock stands.</param>
    /// <param name="shares">All shares, in order.</param>
    /// <param name="ending">How it ended where it led.</param>
    /// <param name="serverOf">What the server said of itself, from the figures of all; null = nobody looked.</param>
    /// <exception cref="FormatException">A histogram is damaged.</exception>
    public static RunSummary Of(RunDescription run, double? startAtMs, IReadOnlyList<ShareOfRun> shares, ShareEnding ending, Func<RunSummary, ServerSummary?>? serverOf = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(ending);
        RunSummary[] parts = [.. shares.Where(share => share.Result is not null).Select(share => OnOneClock(share, run, startAtMs))];
        var merged = parts.Length == 0 ? new RunSummary { Run = run, Judgement = ShareVerdict.Of(shares, ending) } : SummaryMerge.Merge(parts);
        merged = merged with
        {
            Run = run with
            {
                ServerName = merged.Run.ServerName ?? run.ServerName,
                ServerVersion = merged.Run.ServerVersion ?? run.ServerVersion,
                Notices = [.. run.Notices.Concat(parts.SelectMany(part => part.Run.Notices)).Distinct(StringComparer.Ordinal)],
            },
            Parts = [],
            Totals = InFlightOf(shares, parts, startAtMs, merged.Totals.Steady).Within(merged.Totals),
            Agents = [.. shares.Select(FiguresOf)],
            Regions = RegionsOf(shares, parts),
            Client = parts.Length == 0 ? null : ClientOf(shares, merged.Client ?? parts[0].Client),
        };
        merged = Diagnosis.Of(merged with { Server = serverOf?.Invoke(merged) });
        return merged with { Judgement = SummaryChecks.JudgementOf(ShareVerdict.Of(shares, ending), merged.Checks) };
    }

    // Nothing where one of them does not say: a part of what was in flight is none of it.
    private static InFlightFigures InFlightOf(IReadOnlyList<ShareOfRun> shares, RunSummary[] parts, double? startAtMs, ThroughputFigures? steady)
    {
        ShareResult[] results = [.. shares.Select(share => share.Result).OfType<ShareResult>()];
        if (steady is null || results.Any(result => result.InFlight is null && result.Summary.Sent > 0))
            return default;
        var timeline = new InFlightTimeline();
        var firstAt = parts.Min(part => part.Run.StartedAt);
        foreach (var (result, part) in results.Zip(parts))
        {
            if (result.InFlight is { } changes)
                timeline.Add(changes, ToUs((part.Run.StartedAt - firstAt).TotalMilliseconds + (MovedByMs(result, startAtMs) ?? 0)));
        }

        return timeline.Read(ToUs(steady.FromMs), ToUs(steady.ToMs));
    }

    private static long ToUs(double ms) => (long)Math.Round(ms * 1_000);

    // Every share began at the agreed instant, whatever its machine's wall clock says: its times are moved to the clock of whoever leads.
    private static RunSummary OnOneClock(ShareOfRun share, RunDescription run, double? startAtMs)
    {
        var part = share.Result!.Summary;
        if (MovedByMs(share.Result, startAtMs) is not { } by)
            return part;
        return part with
        {
            Run = part.Run with { StartedAt = run.StartedAt },
            Totals = part.Totals with { Steady = Moved(part.Totals.Steady, by), Whole = Moved(part.Totals.Whole, by) },
            Groups = part.Groups.ToDictionary(group => group.Key, group => group.Value with { Steady = Moved(group.Value.Steady, by) }, StringComparer.Ordinal),
        };
    }

    private static double? MovedByMs(ShareResult result, double? startAtMs) => startAtMs - result.Start?.AtMs;

    private static ThroughputFigures? Moved(ThroughputFigures? figures, double byMs) =>
        figures is null ? null : figures with { FromMs = Rounded.ToThousandth(figures.FromMs + byMs), ToMs = Rounded.ToThousandth(figures.ToMs + byMs) };

    // First tokens and gaps: what its client had to read and stamp.
    private static double? EventsPerS(RunSummary part) => part.Totals.Steady is { DurationMs: > 0 } window && part.Metrics.TtftMs.N + part.Metrics.ItlMs.N is > 0 and var events ? Rounded.Per(events, window.DurationMs / 1_000) : null;

    private static AgentFigures FiguresOf(ShareOfRun share)
    {
        if (share.Result is { Summary: var part } result)
        {
            return share.Agent with
            {
                Verdict = VerdictText.Of(part.Judgement.Verdict),
                Why = share.Doubled ?? share.Agent.Why ?? part.Judgement.Reason,
                Sent = part.Sent, Ok = part.Totals.Ok, Failed = part.Totals.Failed,
                TtftP50Ms = part.Metrics.TtftMs.P50, TtftP99Ms = part.Metrics.TtftMs.P99, ItlP50Ms = part.Metrics.ItlMs.P50, ItlP99Ms = part.Metrics.ItlMs.P99,
                OutputTokensPerS = part.Totals.Steady?.OutputTokensPerS, EventsPerS = EventsPerS(part), StartErrorMs = result.Start?.ErrorMs, Client = part.Client,
            };
        }

        var lost = share.Agent with { Verdict = AgentFigures.Lost };
        if (share.Told is not { Latest: { } latest } told)
            return lost;
        var set = new HistogramSet();
        foreach (var samples in told.Groups.Values)
            set.Add(samples);
        var metrics = MetricBlocks.Of(set);
        var failed = latest.Groups.Sum(group => group.Failures.Sum(failure => failure.Count));
        return lost with
        {
            Ok = latest.Groups.Sum(group => group.Measured) - failed - latest.Left, Failed = failed,
            TtftP50Ms = metrics.TtftMs.P50, TtftP99Ms = metrics.TtftMs.P99, ItlP50Ms = metrics.ItlMs.P50, ItlP99Ms = metrics.ItlMs.P99, Client = latest.Client,
        };
    }

    private static List<RegionFigures> RegionsOf(IReadOnlyList<ShareOfRun> shares, RunSummary[] parts)
    {
        if (shares.All(share => share.Agent.Region.Length == 0))
            return [];
        var withResult = shares.Where(share => share.Result is not null).Zip(parts);
        return [.. withResult.GroupBy(pair => pair.First.Agent.Region, pair => pair.Second, StringComparer.Ordinal).OrderBy(region => region.Key, StringComparer.Ordinal).Select(region => RegionOf(region.Key, [.. region]))];
    }

    private static RegionFigures RegionOf(string name, RunSummary[] parts)
    {
        var set = new HistogramSet();
        foreach (var part in parts)
            set.Add(part.Histograms.ToSet(part.Metrics));
        var metrics = MetricBlocks.Of(set);
        var steady = MergedTotals.Stretch(parts, part => part.Run.StartedAt, part => part.Totals.Steady);
        return new RegionFigures(
            name, parts.Length, parts.Sum(part => part.Totals.Ok), parts.Sum(part => part.Totals.Failed), metrics.TtftMs.P50, metrics.TtftMs.P99, metrics.ItlMs.P50, metrics.ItlMs.P99,
            metrics.E2eMs.P50, steady?.OutputTokensPerS);
    }

    private static ClientHealthReport? ClientOf(IReadOnlyList<ShareOfRun> shares, ClientHealthReport? worst) => worst is null ? null : worst with
    {
        InvalidReasons = [.. shares.SelectMany(share => (share.Result?.Summary.Client?.InvalidReasons ?? []).Select(reason => $"{share.Shown}: {reason}"))],
    };
}
