using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Closes the books: aggregator and ending to summary. Pure.</summary>
public static class SummaryBuilder
{
    /// <summary>Builds the summary of a run.</summary>
    /// <param name="aggregator">With every record added.</param>
    /// <param name="run">What was run.</param>
    /// <param name="ending">How it ended.</param>
    /// <param name="runStartTicks">Start of the run.</param>
    public static RunSummary Build(Aggregator aggregator, RunDescription run, RunEnding ending, long runStartTicks)
    {
        ArgumentNullException.ThrowIfNull(aggregator);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(ending);
        var window = Close(aggregator, Math.Max(0, Ticks.ToMicroseconds(ending.EndTicks - runStartTicks)));
        var all = aggregator.All;
        var pairs = aggregator.Pairs();
        var checks = run.Checks.Select(term => CheckRule.Evaluate(term, group => SourceOf(aggregator, group, window))).ToArray();
        return new RunSummary
        {
            Run = run,
            Judgement = Judgement.Of(ending, all.Requests, all.Ok, aggregator.WarmupRequests, aggregator.WarmupOk, checks),
            Window = Math.Max(1, aggregator.WindowNumber),
            WindowFromMs = window is { } begun ? Rounded.ToThousandth(begun.FromUs / 1_000.0) : null,
            Levels = window is { } closed ? aggregator.Levels(closed.ToUs) : [],
            Planned = ending.Planned,
            Sent = ending.Sent,
            Finished = all.Requests,
            Abandoned = ending.Abandoned,
            Totals = Totals(aggregator, window),
            Groups = Groups(aggregator, window),
            Metrics = MetricBlocks.Of(all.Set()),
            Histograms = HistogramTexts.Of(all.Set()),
            Checks = checks,
            Findings = [.. ending.Findings, .. OwnFindings(run, all, pairs)],
            Pairs = pairs,
            Client = ending.Client,
            Server = ending.Server,
        };
    }

    /// <summary>The window with both ends; null when measuring never began.</summary>
    private static SteadyWindow? Close(Aggregator aggregator, long endUs)
    {
        var window = aggregator.Window;
        if (window.FromUs == SteadyWindow.Unknown)
            return null;
        return window with { ToUs = Math.Max(window.FromUs, Math.Min(window.ToUs, endUs)) };
    }

    private static RunTotals Totals(Aggregator aggregator, SteadyWindow? window)
    {
        var all = aggregator.All;
        var inFlight = window is { } steady ? aggregator.InFlight.Read(steady.FromUs, steady.ToUs) : default;
        return inFlight.Within(new RunTotals
        {
            Requests = all.Requests,
            Ok = all.Ok,
            Failed = all.Failed,
            Left = all.Left,
            ErrorRatio = Rounded.ErrorRatio(all.Ok, all.Failed),
            Outcomes = OutcomesOf(all),
            Failures = FailureFigures.Of(all),
            Warnings = all.Warnings(),
            Retries = aggregator.Retries,
            WarmupRequests = aggregator.WarmupRequests,
            WarmupOk = aggregator.WarmupOk,
            WarmupMs = WarmupMs(aggregator),
            WholeTtftMs = aggregator is { WarmupRequests: > 0, WindowNumber: < 2 } ? MetricBlock.Of(aggregator.WholeTtft()) : null,
            FirstTtftP50Ms = all.FirstTtftP50Ms,
            Asked = all.Asked,
            PromptTokens = all.PromptTokens,
            CachedTokens = all.CachedTokens,
            OutputTokens = all.OutputTokens,
            ReasoningTokens = all.ReasoningTokens,
            TokenSource = WordOf(all.TokenSource),
            TokenSources = Enum.GetValues<TokenSource>().Where(source => source != TokenSource.None)
                .ToDictionary(Words.Of, all.RequestsCountedBy, StringComparer.Ordinal),
            Tokenizer = all.Tokenizer,
            TokenEvents = all.TokenEvents,
            TokensPerEvent = all.TokensPerEvent,
            StreamShape = all.StreamShape,
            Smoothness = all.Smoothness,
            ConnectionsNew = all.NewConnections,
            ConnectionsReused = all.ReusedConnections,
            Steady = Steady(all, window),
            Whole = Whole(all, window),
            Goodput = Goodput(all, aggregator.HasSlo, window),
            Clamped = all.Clamped,
        });
    }

    private static Dictionary<string, GroupSummary> Groups(Aggregator aggregator, SteadyWindow? window)
    {
        var summaries = new Dictionary<string, GroupSummary>(StringComparer.Ordinal);
        foreach (var (name, group) in aggregator.Groups)
        {
            summaries[name] = new GroupSummary(group.Set())
            {
                Requests = group.Requests,
                Ok = group.Ok,
                Failed = group.Failed,
                Left = group.Left,
                DimensionsMin = group.Dimensions?.Least,
                DimensionsMax = group.Dimensions?.Most,
                Asked = group.Asked,
                PromptTokens = group.PromptTokens,
                OutputTokens = group.OutputTokens,
                TokenSource = WordOf(group.TokenSource),
                TokensPerEvent = group.TokensPerEvent,
                Smoothness = group.Smoothness,
                Steady = Steady(group, window),
                Goodput = Goodput(group, aggregator.HasSlo, window),
                Histograms = aggregator.Groups.Count > 1 ? HistogramTexts.Of(group.Set()) : null,
            };
        }

        return summaries;
    }

    private static ThroughputFigures? Steady(GroupAccumulator group, SteadyWindow? window) => window is { } steady
        ? ThroughputFigures.Of(
            steady.FromUs / 1_000.0,
            steady.ToUs / 1_000.0,
            (steady.ToUs - steady.FromUs) / 1_000.0,
            group.SteadySends,
            group.SteadyRequests,
            group.SteadyOutputTokens,
            group.SteadyPromptTokens)
        : null;

    private static ThroughputFigures? Whole(GroupAccumulator group, SteadyWindow? window)
    {
        if (group.Requests == 0)
            return null;
        var from = window?.FromUs ?? group.FirstScheduledUs;
        var to = Math.Max(from, group.LastEndUs);
        return ThroughputFigures.Of(
            from / 1_000.0,
            to / 1_000.0,
            (to - from) / 1_000.0,
            group[MetricId.Wait].Count,
            group.Ok,
            group.OutputTokens,
            group.PromptTokens);
    }

    private static GoodputFigures? Goodput(GroupAccumulator group, bool hasSlo, SteadyWindow? window) => hasSlo
        ? new GoodputFigures(
            group.Good,
            group.Ok + group.Failed,
            Rounded.Ratio(group.Good, group.Ok + group.Failed),
            group.SteadyGood,
            window is { } steady ? Rounded.Per(group.SteadyGood, (steady.ToUs - steady.FromUs) / 1_000_000.0) : null)
        : null;

    private static Dictionary<string, long> OutcomesOf(GroupAccumulator group) => Enum.GetValues<Outcome>().ToDictionary(Words.Of, group.CountOf, StringComparer.Ordinal);

    private static CheckSource? SourceOf(Aggregator aggregator, string? name, SteadyWindow? window)
    {
        var group = name is null ? aggregator.All : aggregator.Groups.GetValueOrDefault(name);
        if (group is null)
            return null;
        return new CheckSource
        {
            Histograms = new Lazy<HistogramSet>(group.Set),
            Requests = group.Requests,
            Ok = group.Ok,
            Failed = group.Failed,
            Left = group.Left,
            Steady = Steady(group, window),
            Goodput = Goodput(group, aggregator.HasSlo, window),
            Outcomes = name is null ? OutcomesOf(group) : null,
        };
    }

    private static List<Finding> OwnFindings(RunDescription run, GroupAccumulator all, PairFigures? pairs)
    {
        var findings = new List<Finding>();
        if (run.Mode is "stream" or "paired" && all.CountOf(Outcome.NotStreamed) is var whole and > 0)
            findings.Add(new Finding("warning", "not_streamed", $"{whole} answers came as one JSON document although a stream was asked for: they have E2E and no TTFT"));
        var others = Enum.GetValues<TokenSource>().Where(source => source != all.TokenSource).Sum(all.RequestsCountedBy);
        if (others > 0)
        {
            findings.Add(new Finding("warning", "mixed_token_sources",
                $"tokens of {others} answers were not counted by {Words.Of(all.TokenSource)}: left out of TPOT, rate and throughput"));
        }

        if (all.Tokenizer is { } tokenizer)
            findings.Add(tokenizer.ToFinding());
        if (pairs is not null)
            findings.AddRange(pairs.Findings());
        if (all.Clamped > 0)
            findings.Add(new Finding("warning", "clamped", $"{all.Clamped} values over an hour were counted as one hour"));
        return findings;
    }

    // Before a window that is not the first there is no warm-up, but another window.
    private static double? WarmupMs(Aggregator aggregator) =>
        aggregator.WindowNumber < 2 && aggregator.LoadStartUs >= 0 && aggregator.Window.FromUs is var from && from != SteadyWindow.Unknown && from > aggregator.LoadStartUs
            ? Rounded.ToThousandth((from - aggregator.LoadStartUs) / 1_000.0)
            : null;

    private static string? WordOf(TokenSource source) => source == TokenSource.None ? null : Words.Of(source);
}
