using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class StageJudgeTests
{
    private static readonly StageRules Closed = new() { HasSlo = true };
    private static readonly StageRules Open = Closed with { RatePerS = 100 };

    [Fact]
    public void Stage_that_is_surely_kept_ends_at_the_first_look()
    {
        var judge = new StageJudge(Closed);
        var (at, decision) = Stages.Feed(judge, Stages.Samples(30, t => Good(t, 40, 1)))!.Value;
        Assert.Equal((5, new StageDecision(StageVerdict.Kept, StageCause.None)), (at, decision));
        Assert.Equal(1, judge.Share!.Value.High);
    }

    [Fact]
    public void Stage_that_is_surely_broken_ends_early_and_lets_its_requests_finish()
    {
        var (at, decision) = Stages.Feed(new StageJudge(Closed), Stages.Samples(30, t => Good(t, 40, 0.5)))!.Value;
        Assert.Equal(new StageDecision(StageVerdict.Broken, StageCause.Objective), decision);
        Assert.InRange(at, 5, 10);
    }

    [Fact]
    public void Nothing_is_decided_before_fifty_requests()
    {
        var (at, _) = Stages.Feed(new StageJudge(Closed with { Share = 0.5 }), Stages.Samples(30, t => Good(t, 5, 1)))!.Value;
        Assert.InRange(at, 10, 13);
    }

    [Fact]
    public void Stage_near_its_share_goes_on_to_its_end_and_is_judged_by_the_estimate()
    {
        var judge = new StageJudge(Closed);
        Assert.Null(Stages.Feed(judge, Stages.Samples(30, t => Good(t, 20, 0.951))));
        Assert.Equal(new StageDecision(StageVerdict.Kept, StageCause.None, IsDecided: false), judge.Close());
    }

    [Fact]
    public void Stage_with_checks_is_not_kept_before_its_end()
    {
        var judge = new StageJudge(Closed with { HasChecks = true });
        Assert.Null(Stages.Feed(judge, Stages.Samples(30, t => Good(t, 40, 1))));
        Assert.Equal(new StageDecision(StageVerdict.Kept, StageCause.None), judge.Close());
    }

    [Fact]
    public void Failures_are_named_as_what_broke_it()
    {
        var judge = new StageJudge(Closed with { HasSlo = false });
        var (_, decision) = Stages.Feed(judge, Stages.Samples(30, t => Good(t, 40, 0.8) with { Failed = (long)(t * 8) }))!.Value;
        Assert.Equal(StageCause.Errors, decision.Cause);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void Number_in_flight_that_rises_at_two_looks_gives_the_stage_up(double perS)
    {
        var (at, decision) = Stages.Feed(new StageJudge(Open), Stages.Samples(30, t => Good(t, 100, 1) with { InFlight = 20 + (long)(perS * t) }))!.Value;
        Assert.Equal(new StageDecision(StageVerdict.Broken, StageCause.Saturated, GivesUp: true), decision);
        Assert.InRange(at, 6, 9);
    }

    [Fact]
    public void Queue_that_breaks_the_objectives_too_is_given_up_at_the_first_look()
    {
        var (at, decision) = Stages.Feed(new StageJudge(Open), Stages.Samples(30, t => Good(t, 60, 0.2) with { InFlight = 20 + (long)(40 * t) }))!.Value;
        Assert.Equal((5, new StageDecision(StageVerdict.Broken, StageCause.Saturated, GivesUp: true)), (at, decision));
    }

    [Fact]
    public void Number_in_flight_that_rises_by_less_than_two_percent_of_the_rate_is_kept()
    {
        var judge = new StageJudge(Open);
        var early = Stages.Feed(judge, Stages.Samples(30, t => Good(t, 100, 1) with { InFlight = 20 + (long)(1.5 * t) }));
        Assert.Equal(StageVerdict.Kept, (early?.Decision ?? judge.Close()).Verdict);
    }

    [Fact]
    public void Number_in_flight_that_wanders_is_no_saturation()
    {
        // A walk with the steps of Poisson arrivals and departures at 100/s, held by a server that is not full.
        var random = new Random(1);
        var broken = 0;
        for (var stage = 0; stage < 50; stage++)
        {
            double inFlight = 50;
            var judge = new StageJudge(Open);
            var early = Stages.Feed(judge, [.. Stages.Samples(30, t =>
            {
                inFlight = Math.Max(0, inFlight + (50 - inFlight) * 0.4 + (random.NextDouble() - 0.5) * 24);
                return Good(t, 100, 1) with { InFlight = (long)inFlight };
            })]);
            if ((early?.Decision ?? judge.Close()).Verdict == StageVerdict.Broken)
                broken++;
        }
        Assert.InRange(broken, 0, 1);
    }

    [Fact]
    public void Ramp_of_the_first_requests_is_no_saturation()
    {
        // Nothing has ended that takes long: in flight rises by itself for as long as the requests of a lower load took.
        var judge = new StageJudge(Open with { KnownE2eMs = 12_000 });
        var early = Stages.Feed(judge, Stages.Samples(12, t => Good(t, 100, 1) with { InFlight = (long)(90 * t), E2eP90Ms = 500 }));
        Assert.Null(early);
    }

    [Fact]
    public void Closed_loop_is_never_saturated()
    {
        var early = Stages.Feed(new StageJudge(Closed), Stages.Samples(30, t => Good(t, 100, 1) with { InFlight = (long)(50 * t) }));
        Assert.Equal(StageVerdict.Kept, early!.Value.Decision.Verdict);
    }

    [Fact]
    public void Ttft_that_runs_away_breaks_a_stage()
    {
        var judge = new StageJudge(Open with { Share = 0.5, HasChecks = true });
        var early = Stages.Feed(judge, Stages.Samples(30, t => Good(t, 100, 0.7) with
        {
            // A cap holds the number in flight.
            InFlight = 50,
            SecondEndMs = 1_000 + Math.Floor(t) * 1_000, SecondTtftMs = 50 + 40 * Math.Floor(t), SecondTtftN = 100,
        }));
        var decision = early?.Decision ?? judge.Close();
        Assert.Equal((StageVerdict.Broken, StageCause.TtftRunaway), (decision.Verdict, decision.Cause));
    }

    [Fact]
    public void Stage_in_which_nothing_ended_is_broken_by_that()
    {
        var judge = new StageJudge(Closed);
        Assert.Null(Stages.Feed(judge, Stages.Samples(30, _ => new StageSample { InFlight = 3 })));
        Assert.Equal(StageCause.Nothing, judge.Close().Cause);
        Assert.Null(judge.Share);
    }

    [Fact]
    public void Done_per_second_is_that_of_the_last_half()
    {
        var judge = new StageJudge(Open);
        Stages.Feed(judge, Stages.Samples(4, t => new StageSample { Done = t <= 2 ? 0 : (long)(100 * (t - 2)) }));
        Assert.Equal(100, judge.DonePerS!.Value, 1.0);
    }

    // So many requests a second, each of which takes 20 ms, and this share of them good at any time.
    private static StageSample Good(double t, double perS, double share)
    {
        var judged = (long)(t * perS);
        return new StageSample { Judged = judged, Done = judged, Good = (long)Math.Round(judged * share), InFlight = 2, E2eP50Ms = 20, E2eP90Ms = 20 };
    }
}
