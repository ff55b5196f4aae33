using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Sweeping;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class StageFactsTests
{
    private static readonly StageRules Open = new() { HasSlo = true, RatePerS = 40 };

    private static readonly RunSummary Summary = new()
    {
        Run = SummaryFactory.Description(),
        Judgement = new Judgement(Verdict.Valid, 0, null, "no checks"),
        Totals = new RunTotals { Requests = 1_200, Ok = 1_200, OutputTokens = 2_400, InFlightP50 = 8, InFlightMax = 9, Steady = new ThroughputFigures { DurationMs = 30_000, RequestsPerS = 39, OutputTokensPerS = 78 } },
    };

    [Fact]
    public void Kept_stage_has_the_figures_of_its_run()
    {
        var stage = Of(Open, Summary);
        Assert.Equal((StageVerdict.Kept, StageCause.None, true, null), (stage.Verdict, stage.Cause, stage.Decided, stage.Reason));
        Assert.Equal((40.0, 39.0, 78.0, 30.0, 1.0), (stage.Level, stage.RequestsPerS, stage.OutputTokensPerS, stage.MeasuredS, stage.MetRatio));
    }

    [Fact]
    public void Cap_that_is_full_all_along_is_saturation()
    {
        var stage = Of(Open with { Cap = 8 }, Summary);
        Assert.Equal((StageVerdict.Broken, StageCause.Saturated), (stage.Verdict, stage.Cause));
        Assert.Equal("39.0 req/s were done, and --max-concurrency 8 held the others back", stage.Reason);
        Assert.Equal(StageVerdict.Kept, Of(Open with { Cap = 9 }, Summary).Verdict);
    }

    [Fact]
    public void Check_that_fails_breaks_and_one_without_a_value_does_not_decide()
    {
        var failed = new CheckResult("ttft.p99 < 1ms", false, 2, "ms", null, null, "ttft", "p99", ComparisonOperator.Less, 1);
        var stage = Of(Open, Summary with { Checks = [failed] });
        Assert.Equal((StageVerdict.Broken, StageCause.Check, "check ttft.p99 < 1ms: 2.00"), (stage.Verdict, stage.Cause, stage.Reason));
        stage = Of(Open, Summary with { Checks = [failed with { Value = null }] });
        Assert.Equal((StageVerdict.Kept, false), (stage.Verdict, stage.Decided));
    }

    [Fact]
    public void Stage_whose_client_was_not_valid_is_no_evidence()
    {
        var stage = Of(Open, Summary with { Client = new ClientHealthReport { InvalidReasons = ["sends late"] } });
        Assert.Equal((StageVerdict.Client, StageCause.None, "sends late"), (stage.Verdict, stage.Cause, stage.Reason));
    }

    [Fact]
    public void Stage_that_was_given_up_has_what_was_done_before()
    {
        // 30 a second are done of 40 that come: 3 tokens each, by those that ended well.
        var judge = new StageJudge(Open);
        var early = Stages.Feed(judge, Stages.Samples(30, t => new StageSample { Judged = (long)(t * 30), Good = (long)(t * 30), Done = (long)(t * 30), InFlight = 5 + (long)(t * 10), E2eP50Ms = 20, E2eP90Ms = 20 }));
        Assert.True(early!.Value.Decision.GivesUp);
        var stage = StageFacts.Of(40, Summary with { Totals = Summary.Totals with { Ok = 200, Failed = 90, OutputTokens = 600, ErrorRatio = 0.3 } }, judge, Open, isInterrupted: false);
        Assert.Equal(StageCause.Saturated, stage.Cause);
        Assert.Equal(30, stage.RequestsPerS!.Value, 1.0);
        Assert.Equal(3 * stage.RequestsPerS.Value, stage.OutputTokensPerS!.Value, 0.01);
        Assert.Null(stage.ErrorRatio);
        Assert.Equal(judge.Judged, stage.Requests);
    }

    private static SweepStage Of(StageRules rules, RunSummary summary)
    {
        var judge = new StageJudge(rules with { HasChecks = true });
        foreach (var sample in Stages.Samples(30, t => new StageSample { Judged = (long)(t * 40), Good = (long)(t * 40), Done = (long)(t * 40), InFlight = 8, E2eP50Ms = 20, E2eP90Ms = 20 }))
            judge.Take(sample);
        return StageFacts.Of(40, summary, judge, rules, isInterrupted: false);
    }
}
