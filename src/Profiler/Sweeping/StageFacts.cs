using System.Globalization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Output.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>From the run of a stage, and what its judge says, to the stage. Pure.</summary>
internal static class StageFacts
{
    /// <summary>The stage; number, file and comparisons with others are the caller's.</summary>
    public static SweepStage Of(double level, RunSummary summary, StageJudge judge, StageRules rules, bool isInterrupted)
    {
        var decision = WithSummary(judge.Close(), summary, rules);
        var invalid = summary.Client?.InvalidReasons ?? [];
        var totals = summary.Totals;
        // Of requests that were given up nothing counts, so what the server did is seen in those that ended before.
        var donePerS = decision.GivesUp ? Rounded.OrNull(judge.DonePerS) : totals.Steady?.RequestsPerS;
        var stage = new SweepStage
        {
            Run = summary.Run.Run,
            Level = level,
            Verdict = isInterrupted ? StageVerdict.Interrupted : invalid.Count > 0 ? StageVerdict.Client : decision.Verdict,
            Cause = isInterrupted || invalid.Count > 0 ? StageCause.None : decision.Cause,
            Decided = !isInterrupted && decision.IsDecided,
            MeasuredS = Rounded.ToThousandth((totals.Steady?.DurationMs ?? 0) / 1_000),
            Requests = decision.GivesUp ? judge.Judged : totals.Ok + totals.Failed,
            Ok = totals.Ok,
            ErrorRatio = decision.GivesUp ? null : totals.ErrorRatio,
            MetRatio = RatioOf(judge.Share?.Value),
            MetLowRatio = RatioOf(judge.Share?.Low),
            MetHighRatio = RatioOf(judge.Share?.High),
            RequestsPerS = donePerS,
            OutputTokensPerS = decision.GivesUp && totals is { OutputTokens: { } tokens, Ok: > 0 } ? Rounded.OrNull(donePerS * tokens / totals.Ok) : totals.Steady?.OutputTokensPerS,
            TtftP50Ms = summary.Metrics.TtftMs.P50,
            TtftP99Ms = summary.Metrics.TtftMs.P99,
            E2eP50Ms = summary.Metrics.E2eMs.P50,
            E2eP90Ms = summary.Metrics.E2eMs.P90,
            InFlightP50 = totals.InFlightP50,
            InFlightMax = totals.InFlightMax,
            InFlightGrowthPerS = Rounded.OrNull(judge.Growth?.PerS),
            KvCacheMaxRatio = summary.Server?.KvCacheMaxRatio,
            WaitingMax = summary.Server?.WaitingMax,
            Preemptions = summary.Server?.Counts.Preemptions,
            InvalidReasons = invalid,
        };
        return stage with { Reason = ReasonOf(stage, summary, rules) };
    }

    /// <summary>The same stage with less done than at a lower load.</summary>
    public static SweepStage WithLoss(SweepStage stage, double lossRatio, SweepStage best) => stage with
    {
        Verdict = StageVerdict.Broken,
        Cause = StageCause.Throughput,
        Decided = true,
        Reason = $"{Figure.Percent(lossRatio)} less was done than at {SweepWords.Number(best.Level)}",
    };

    // A check without a value neither holds nor fails.
    private static StageDecision WithSummary(StageDecision decision, RunSummary summary, StageRules rules)
    {
        if (decision.Verdict != StageVerdict.Kept)
            return decision;
        if (summary.Totals.InFlightP50 >= rules.Cap)
            return new StageDecision(StageVerdict.Broken, StageCause.Saturated);
        if (summary.Checks.Any(check => check is { Pass: false, Value: not null }))
            return new StageDecision(StageVerdict.Broken, StageCause.Check);
        return summary.Checks.Any(check => check.Value is null) ? decision with { IsDecided = false } : decision;
    }

    private static string? ReasonOf(SweepStage stage, RunSummary summary, StageRules rules)
    {
        if (stage.Verdict == StageVerdict.Client)
            return stage.InvalidReasons[0];
        return stage.Cause switch
        {
            StageCause.Objective => $"{Figure.Share(stage.MetRatio)} met the objectives, {Figure.Share(rules.Share)} must",
            StageCause.Errors => summary.Totals.Failures is [var worst, ..] ? $"{Figure.Share(1 - stage.MetRatio)} failed, most of them {worst.Outcome}" : $"{Figure.Share(1 - stage.MetRatio)} failed",
            StageCause.Check => summary.Checks.First(check => check is { Pass: false, Value: not null }) is var check ? $"check {check.Text}: {Figure.Three(check.Value)}" : null,
            StageCause.Saturated when stage.InFlightP50 >= rules.Cap => $"{Figure.Three(stage.RequestsPerS)} req/s were done, and --max-concurrency {rules.Cap} held the others back",
            StageCause.Saturated => string.Create(CultureInfo.InvariantCulture, $"{Figure.Three(stage.RequestsPerS)} req/s were done, and the number in flight rose by {Figure.Three(stage.InFlightGrowthPerS)} a second"),
            StageCause.TtftRunaway => "TTFT rose to more than three times what it was",
            StageCause.Nothing => summary.Judgement.Reason ?? "no request ended in the stage; give it more time with -d",
            _ => null,
        };
    }

    private static double? RatioOf(double? value) => value is { } ratio ? Rounded.ToMillionth(ratio) : null;
}
