using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>Merges the summaries of several runs: counts add, histograms merge, checks are judged again, the worst verdict stands. Pure.</summary>
public static class SummaryMerge
{
    /// <summary>Merges one or more summaries; one alone stays as it is.</summary>
    /// <exception cref="ArgumentException">No summary.</exception>
    public static RunSummary Merge(IReadOnlyList<RunSummary> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            throw new ArgumentException("nothing to merge", nameof(parts));
        if (parts.Count == 1)
            return parts[0];

        var set = new HistogramSet();
        foreach (var part in parts)
            set.Add(part.Histograms.ToSet(part.Metrics));
        var totals = MergedTotals.Of(parts);
        var groups = MergeGroups(parts);
        var run = MergeRun(parts);
        var merged = new RunSummary
        {
            Run = run,
            Judgement = Judge(parts),
            Planned = MergedTotals.SumOrNull(parts, part => part.Planned),
            Sent = parts.Sum(part => part.Sent),
            Finished = parts.Sum(part => part.Finished),
            Abandoned = MergedTotals.SumOrNull(parts, part => part.Abandoned),
            Totals = totals,
            Groups = groups,
            Parts = Parts(parts),
            Metrics = MetricBlocks.Of(set),
            Histograms = HistogramTexts.Of(set),
            // A baseline is held against the requests of one run; what came of that stands.
            Checks = [.. parts.SelectMany(part => part.Checks).Where(check => check.Metric == CheckMetrics.Baseline).Distinct(), .. MergedFindingChecks.Of(parts)],
            Findings = [.. parts.SelectMany(part => part.Findings).Concat(SloMerge.LeftOut(parts)).Concat(ServerLeftOut(parts)).Distinct()],
            Pairs = PairMerge.Of(parts.Select(part => part.Pairs)),
            Client = ClientHealthReport.Worst([.. parts.Select(part => part.Client).OfType<ClientHealthReport>()]),
            Server = null,
        };
        return SummaryChecks.With(SummaryChecks.WithResults(merged, merged.Checks), run.Checks);
    }

    private static List<RunPart> Parts(IReadOnlyList<RunSummary> parts)
    {
        RunPart[] all = [.. parts.SelectMany(part => part.Parts.Count > 0 ? part.Parts : [PartOf(part)]).OrderBy(part => part.StartedAt)];
        return [.. all.Select(part => part with { FromMs = (part.StartedAt - all[0].StartedAt).TotalMilliseconds })];
    }

    private static RunPart PartOf(RunSummary part) => new(
        part.Run.Run, part.Run.StartedAt, FromMs: 0, VerdictText.Of(part.Judgement.Verdict), part.Totals.Ok, part.Totals.Failed, part.Metrics.TtftMs.P50, part.Metrics.TtftMs.P99, part.Client);

    private static RunDescription MergeRun(IReadOnlyList<RunSummary> parts)
    {
        var first = parts[0].Run;
        return first with
        {
            Run = string.Join('+', parts.Select(part => part.Run.Run)),
            StartedAt = parts.Min(part => part.Run.StartedAt),
            Target = Joined(parts, part => part.Run.Target)!,
            Model = Joined(parts, part => part.Run.Model),
            Groups = [.. parts.SelectMany(part => part.Run.Groups).Distinct(StringComparer.Ordinal)],
            Checks = [.. parts.SelectMany(part => part.Run.Checks).Distinct()],
            Slo = SloMerge.IsOne(parts) ? first.Slo : [],
            Notices = [.. parts.SelectMany(part => part.Run.Notices).Append($"{parts.Count} files merged").Distinct(StringComparer.Ordinal)],
        };
    }

    private static string? Joined(IReadOnlyList<RunSummary> parts, Func<RunSummary, string?> of)
    {
        var values = parts.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return values.Length == 0 ? null : string.Join(", ", values);
    }

    private static Dictionary<string, GroupSummary> MergeGroups(IReadOnlyList<RunSummary> parts)
    {
        var sets = new Dictionary<string, HistogramSet>(StringComparer.Ordinal);
        var members = new Dictionary<string, List<(RunSummary Part, GroupSummary Group)>>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var (name, group) in part.Groups)
            {
                if (!members.TryGetValue(name, out var list))
                    members[name] = list = [];
                list.Add((part, group));
                if (!sets.TryGetValue(name, out var set))
                    sets[name] = set = new HistogramSet();

                // The only group of a run keeps its distributions in the run's.
                set.Add((group.Histograms ?? part.Histograms).ToSet(group));
            }
        }

        var merged = new Dictionary<string, GroupSummary>(StringComparer.Ordinal);
        foreach (var (name, list) in members)
        {
            var set = sets[name];
            merged[name] = new GroupSummary(set)
            {
                Requests = list.Sum(member => member.Group.Requests),
                Ok = list.Sum(member => member.Group.Ok),
                Failed = list.Sum(member => member.Group.Failed),
                Left = list.Sum(member => member.Group.Left),
                DimensionsMin = list.Min(member => member.Group.DimensionsMin),
                DimensionsMax = list.Max(member => member.Group.DimensionsMax),
                Asked = AskedFigures.Sum(list.Select(member => member.Group.Asked)),
                PromptTokens = MergedTotals.SumKnown(list, member => member.Group.PromptTokens),
                OutputTokens = MergedTotals.SumKnown(list, member => member.Group.OutputTokens),
                TokenSource = MergedTotals.Same(list, member => member.Group.TokenSource),
                TokensPerEvent = MergedTotals.Same(list, member => member.Group.TokensPerEvent?.ToString()) is { } same ? double.Parse(same) : null,
                Smoothness = SmoothnessFigures.Merge([.. list.Select(member => member.Group.Smoothness)]),
                Steady = MergedTotals.Stretch(list, member => member.Part.Run.StartedAt, member => member.Group.Steady),
                Goodput = !SloMerge.IsOne(parts) ? null : MergedTotals.Goodput(
                    [.. list.Select(member => member.Group.Goodput)],
                    MergedTotals.Stretch(list, member => member.Part.Run.StartedAt, member => member.Group.Steady)),
                Histograms = members.Count > 1 ? HistogramTexts.Of(set) : null,
            };
        }

        return merged;
    }

    /// <summary>A merged run is as good as its worst part; only checks are judged on the whole.</summary>
    private static Judgement Judge(IReadOnlyList<RunSummary> parts)
    {
        var worst = parts[0].Judgement;
        foreach (var part in parts.Skip(1))
        {
            if (Judgement.Worse(worst.ExitCode, part.Judgement.ExitCode) != worst.ExitCode)
                worst = part.Judgement;
        }

        return SummaryChecks.JudgementOf(worst with { Verdict = parts.Max(part => part.Judgement.Verdict) }, []);
    }

    /// <summary>Word of the note that what servers said was left out.</summary>
    internal const string ServerNotMerged = "server_not_merged";

    // What each server said holds for its own window; a sum of gauges of different times is no figure.
    private static IEnumerable<Finding> ServerLeftOut(IReadOnlyList<RunSummary> parts)
    {
        if (parts.Count(part => part.Server?.Name is not null || part.Server?.Gpu is not null) is var told and > 0)
            yield return new Finding("info", ServerNotMerged, $"what the servers said of themselves in {told} of {parts.Count} files is not merged: see each file by itself");
    }
}
