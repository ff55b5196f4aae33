using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class SweepAnalysisTests
{
    private static readonly SweepDescription Rates = new();

    [Theory]
    [InlineData(SweepEnd.Resolved, null, 0)]
    [InlineData(SweepEnd.ClientLimit, null, 0)]
    [InlineData(SweepEnd.Interrupted, 130, 130)]
    public void Exit_code_of_a_sweep_that_found_a_load(SweepEnd ended, int? signal, int code) =>
        Assert.Equal(code, SweepAnalysis.Of(Rates, [Stages.Kept(8), Stages.Client(16)], ended, signal).ExitCode);

    [Fact]
    public void Exit_code_when_not_even_the_lowest_is_kept() =>
        Assert.Equal(99, SweepAnalysis.Of(Rates, [Stages.Broken(1)], SweepEnd.NoneKept).ExitCode);

    [Fact]
    public void Exit_code_when_the_client_is_the_limit_at_the_lowest()
    {
        var result = SweepAnalysis.Of(Rates, [Stages.Client(1), Stages.Client(1)], SweepEnd.ClientLimit);
        Assert.Equal((4, 1.0, "client saturated"), (result.ExitCode, result.ClientLimitAt, result.ClientReason));
    }

    [Fact]
    public void Exit_code_when_no_request_succeeded() =>
        Assert.Equal(5, SweepAnalysis.Of(Rates, [Stages.Broken(1) with { Ok = 0 }], SweepEnd.StagesUsedUp).ExitCode);

    [Fact]
    public void Highest_load_has_its_interval()
    {
        var result = SweepAnalysis.Of(Rates, [Stages.Kept(8), Stages.Broken(16), Stages.Kept(12)], SweepEnd.Resolved);
        Assert.Equal((12.0, 16.0, true), (result.HighestKept, result.LowestBroken, result.HighestKeptDecided));
    }

    [Fact]
    public void Knee_is_the_most_throughput_for_its_latency()
    {
        // 8/100, 16/110, 32/300: the second.
        var result = SweepAnalysis.Of(Rates, [Stages.Kept(8, 8, 100), Stages.Kept(16, 16, 110), Stages.Kept(32, 32, 300)], SweepEnd.AllKept);
        Assert.Equal(new SweepKnee(16, 16, 110), result.Knee);
    }

    [Theory]
    [InlineData(91, null)]
    [InlineData(90, 0.1)]
    [InlineData(60, 0.4)]
    public void Collapse_is_a_tenth_less_done_at_a_higher_load(double perS, double? loss)
    {
        var result = SweepAnalysis.Of(Rates, [Stages.Kept(100), Stages.Saturated(200, perS)], SweepEnd.Resolved);
        Assert.Equal(loss, result.Collapse?.LossRatio);
        if (loss is not null)
            Assert.Equal((200, 100), (result.Collapse!.Level, result.Collapse.BestLevel));
    }

    [Fact]
    public void Stage_whose_client_was_the_limit_is_no_collapse() =>
        Assert.Null(SweepAnalysis.Of(Rates, [Stages.Kept(100), Stages.Client(200) with { RequestsPerS = 10 }], SweepEnd.ClientLimit).Collapse);

    [Fact]
    public void Throughput_is_in_tokens_where_every_stage_has_them()
    {
        Assert.Equal("req/s", SweepAnalysis.Of(Rates, [Stages.Kept(1)], SweepEnd.AllKept).ThroughputUnit);
        Assert.Equal("tok/s", SweepAnalysis.Of(Rates, [Stages.Kept(1) with { OutputTokensPerS = 9 }], SweepEnd.AllKept).ThroughputUnit);
    }

    [Fact]
    public void Cause_of_a_collapse_is_read_from_its_stage()
    {
        var best = Stages.Kept(8) with { InFlightMax = 8 };
        var stage = Stages.Kept(16) with { InFlightMax = 9 };
        Assert.Equal(CollapseKind.Unknown, CollapseCause.Of(stage, best));
        Assert.Equal(CollapseKind.Errors, CollapseCause.Of(stage with { ErrorRatio = 0.2, Preemptions = 3 }, best));
        Assert.Equal(CollapseKind.Preemption, CollapseCause.Of(stage with { Preemptions = 3, WaitingMax = 5 }, best));
        Assert.Equal(CollapseKind.Preemption, CollapseCause.Of(stage with { KvCacheMaxRatio = 0.99 }, best));
        Assert.Equal(CollapseKind.Queue, CollapseCause.Of(stage with { WaitingMax = 5 }, best));
        Assert.Equal(CollapseKind.Queue, CollapseCause.Of(stage with { Cause = StageCause.Saturated }, best));
        Assert.Equal(CollapseKind.Queue, CollapseCause.Of(stage with { InFlightMax = 30 }, best));
    }
}
