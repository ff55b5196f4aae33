using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Sharing;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Sharing;

public sealed class ShareMergeTests
{
    private static readonly RunDescription Run = SummaryFactory.Description();

    [Fact]
    public void Merged_result_is_that_of_one_run_of_all_requests()
    {
        var shares = Enumerable.Range(0, 3).Select(share => Share(share, 3, "eu")).ToArray();
        var merged = ShareMerge.Of(Run, 0, shares, new ShareEnding());
        var whole = RecordFactory.Aggregator(0, "chat");
        foreach (var k in Enumerable.Range(0, 30))
            whole.Add(Record(k));
        var expected = SummaryBuilder.Build(whole, Run, SummaryFactory.Ending(whole, 60_000), RecordFactory.RunStart);
        Assert.Equal(expected.Histograms, merged.Histograms);
        Assert.Equal((30, 30, 0), (merged.Totals.Requests, merged.Totals.Ok, merged.Totals.Failed));
        Assert.Equal((Verdict.Valid, 0), (merged.Judgement.Verdict, merged.Judgement.ExitCode));
        Assert.Equal(("7f3a", 0), (merged.Run.Run, merged.Parts.Count));
        Assert.Equal([1, 2, 3], merged.Agents.Select(agent => agent.Share));
        Assert.All(merged.Agents, agent => Assert.Equal(("VALID", 10L), (agent.Verdict, agent.Ok)));
    }

    [Fact]
    public void Regions_have_percentiles_of_their_merged_distributions()
    {
        var merged = ShareMerge.Of(Run, 0, [Share(0, 3, "eu"), Share(1, 3, "us"), Share(2, 3, "eu")], new ShareEnding());
        Assert.Equal([("eu", 2, 20L), ("us", 1, 10L)], merged.Regions.Select(region => (region.Name, region.Agents, region.Ok)));
        // Requests of eu take 100 to 129 ms but for every third; half of two percentiles would be another one.
        var eu = RecordFactory.Aggregator(0, "chat");
        foreach (var k in Enumerable.Range(0, 30).Where(k => k % 3 != 1))
            eu.Add(Record(k));
        Assert.Equal(MetricBlocks.Of(eu.All.Set()).TtftMs.P50, merged.Regions[0].TtftP50Ms);
        Assert.Empty(ShareMerge.Of(Run, 0, [Share(0, 1)], new ShareEnding()).Regions);
    }

    [Fact]
    public void Shares_lie_on_the_clock_of_whoever_leads_by_the_agreed_start_and_not_by_wall_clocks()
    {
        // Clocks an hour apart, and runs that were prepared at other times before the start.
        var early = Share(0, 2) with { Result = ResultOf(0, 2, wallHours: 1, startMs: 4_000, steadyFromMs: 4_000) };
        var late = Share(1, 2) with { Result = ResultOf(1, 2, wallHours: 0, startMs: 1_000, steadyFromMs: 1_000) };
        var steady = ShareMerge.Of(Run, 2_500, [early, late], new ShareEnding()).Totals.Steady!;
        Assert.Equal((2_500.0, 5_000.0), (steady.FromMs, steady.DurationMs));
    }

    [Fact]
    public void Share_without_a_result_makes_the_run_not_valid_and_is_named()
    {
        var lost = new ShareOfRun { Agent = new AgentFigures { Name = "a2", Region = "us", Share = 2, Why = "nothing was heard of it for 12.0 s" }, Told = Told() };
        var merged = ShareMerge.Of(Run, 0, [Share(0, 2), lost], new ShareEnding());
        Assert.Equal((Verdict.NotValid, 4), (merged.Judgement.Verdict, merged.Judgement.ExitCode));
        Assert.Equal("share 2 of 2 has no result: agent a2 (us): nothing was heard of it for 12.0 s", merged.Judgement.Reason);
        // What it had told is in its row, and in no total.
        Assert.Equal(("LOST", 5L, 1L, null), (merged.Agents[1].Verdict, merged.Agents[1].Ok, merged.Agents[1].Failed, merged.Agents[1].Sent));
        Assert.Equal(10, merged.Totals.Requests);
    }

    [Theory]
    [InlineData(130, "Ctrl-C")]
    [InlineData(143, "SIGTERM")]
    public void Signal_at_the_coordinator_is_the_verdict_whatever_agents_say_of_their_end(int code, string reason)
    {
        var merged = ShareMerge.Of(Run, 0, [Drained(0, "the coordinator asked for it"), Drained(1, "the coordinator asked for it")], new ShareEnding(code));
        Assert.Equal((Verdict.Interrupted, code, reason), (merged.Judgement.Verdict, merged.Judgement.ExitCode, merged.Judgement.Reason));
    }

    [Fact]
    public void What_ended_all_agents_is_said_once_and_what_ended_one_with_its_name()
    {
        const string Silent = "the coordinator was not heard for 10 s";
        Assert.Equal((Verdict.Interrupted, 130, Silent), Of(ShareMerge.Of(Run, 0, [Drained(0, Silent), Drained(1, Silent)], new ShareEnding())));
        Assert.Equal((Verdict.Interrupted, 130, "agent a2: the agent was told to end"), Of(ShareMerge.Of(Run, 0, [Share(0, 2), Drained(1, "the agent was told to end")], new ShareEnding())));
    }

    [Fact]
    public void Rule_that_stopped_the_run_is_the_reason_and_not_that_the_others_were_drained()
    {
        var merged = ShareMerge.Of(Run, 0, [Drained(0, "the coordinator asked for it"), Drained(1, "the coordinator asked for it")], new ShareEnding(StoppedBy: "agent a3 was lost"));
        Assert.Equal((Verdict.NotValid, 4, "agent a3 was lost"), Of(merged));
    }

    [Fact]
    public void Share_that_others_sent_as_well_is_not_what_the_plan_says()
    {
        var merged = ShareMerge.Of(Run, 0, [Share(0, 2), Share(1, 2) with { Doubled = "others took its share over" }], new ShareEnding());
        Assert.Equal((Verdict.NotValid, 4, "agent a2: others took its share over"), Of(merged));
    }

    [Fact]
    public void Run_of_which_nothing_came_has_failed()
    {
        var merged = ShareMerge.Of(Run, 0, [new ShareOfRun { Agent = new AgentFigures { Name = "a1", Share = 1, Why = "nothing was heard of it for 12.0 s" } }], new ShareEnding());
        Assert.Equal((Verdict.Failed, 5, "no agent delivered a result: nothing was heard of it for 12.0 s"), Of(merged));
    }

    [Fact]
    public void Share_of_which_nothing_succeeded_is_a_row_while_others_went_well_unless_it_gave_up()
    {
        ShareOfRun Failed(string why)
        {
            var whole = Share(1, 2);
            return whole with { Result = whole.Result! with { Summary = whole.Result.Summary with { Judgement = new Judgement(Verdict.Failed, 5, why, why), Totals = whole.Result.Summary.Totals with { Ok = 0, Failed = 10 } } } };
        }

        Assert.Equal((Verdict.Valid, 0, null), Of(ShareMerge.Of(Run, 0, [Share(0, 2), Failed("none of 10 requests succeeded")], new ShareEnding())));
        const string Aborted = "none of 20 requests succeeded; aborted: the first 20 requests all failed";
        Assert.Equal((Verdict.NotValid, 4, $"agent a2: {Aborted}"), Of(ShareMerge.Of(Run, 0, [Share(0, 2), Failed(Aborted)], new ShareEnding())));
        Assert.Equal((Verdict.Failed, 5, "agent a2: none of 10 requests succeeded"), Of(ShareMerge.Of(Run, 0, [new ShareOfRun { Agent = new AgentFigures { Name = "a1", Share = 1 } }, Failed("none of 10 requests succeeded")], new ShareEnding())));
    }

    [Fact]
    public void Result_of_all_agents_is_not_added_to_that_of_one_of_them()
    {
        var (folder, whole) = (Directory.CreateTempSubdirectory("vllmstream-test-").FullName, ShareMerge.Of(Run, 0, [Share(0, 2), Share(1, 2)], new ShareEnding()));
        try
        {
            string Write(string name, RunSummary summary)
            {
                var path = Path.Combine(folder, name);
                var bytes = new ShareResult(summary, null).ToBytes(Redactor.None);
                File.WriteAllBytes(path, bytes[(Array.IndexOf(bytes, (byte)'\n') + 1)..]);
                return path;
            }

            var (all, one) = (Write("run.ndjson", whole), Write("run-01.ndjson", Share(0, 2).Result!.Summary));
            Assert.Equal(
                $"{all} is the result of all agents of run 7f3a, and {one} is of one of them: its requests would count twice; leave one out",
                Assert.Throws<VllmStream.Profiling.Options.OptionException>(() => RunReport.Load([all, one])).Message);
            Assert.StartsWith("has no requests: those of a run over 2 agents are in their own files", RunReport.WhyNoRequests(RunReport.Load(all)), StringComparison.Ordinal);
            Assert.Null(RunReport.WhyNoRequests(RunReport.Load(one)));
            var explored = RunReport.Explore(all).Snapshot;
            Assert.Equal((20L, 20L, 0L, 20), (explored.Ok, explored.Measured, explored.Failed, explored.Groups[0].Metrics.TtftMs.N));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Result_with_a_damaged_histogram_is_refused_before_it_costs_the_others()
    {
        var result = Share(0, 1).Result!;
        var damaged = result with { Summary = result.Summary with { Histograms = result.Summary.Histograms with { TtftMs = "AAAA" } } };
        Assert.Throws<FormatException>(() => ShareResult.Read(damaged.ToBytes(Redactor.None)));
    }

    [Fact]
    public void Many_reasons_are_cut_short()
    {
        var lost = Enumerable.Range(1, 6).Select(share => new ShareOfRun { Agent = new AgentFigures { Name = $"a{share}", Share = share, Why = "lost" } });
        var reason = ShareMerge.Of(Run, 0, [Share(0, 7), .. lost], new ShareEnding()).Judgement.Reason!;
        Assert.EndsWith("share 4 of 7 has no result: agent a4: lost; and 2 more", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Result_comes_back_from_its_bytes_and_a_damaged_one_is_refused()
    {
        var result = Share(0, 1).Result!;
        var read = ShareResult.Read(result.ToBytes(Redactor.None));
        Assert.Equal(result.Start, read.Start);
        Assert.Equal((result.Summary.Histograms, result.Summary.Totals.Ok, result.Summary.Run.Run), (read.Summary.Histograms, read.Summary.Totals.Ok, read.Summary.Run.Run));
        Assert.Throws<FormatException>(() => ShareResult.Read("{}\nnonsense"u8.ToArray()));
        Assert.Throws<FormatException>(() => ShareResult.Read(Array.Empty<byte>()));
    }

    [Fact]
    public void Facts_come_back_from_their_bytes_without_secrets()
    {
        var facts = ShareFacts.Read(new ShareFacts(Run, ["plan     8 in flight, key s3cret-key"]).ToBytes(new Redactor(["s3cret-key"])));
        Assert.Equal(("7f3a", "plan     8 in flight, key ***"), (facts.Run.Run, facts.Said[0]));
        Assert.Throws<FormatException>(() => ShareFacts.Read("{}"u8.ToArray()));
        Assert.Throws<FormatException>(() => ShareFacts.Read(Array.Empty<byte>()));
    }

    private static (Verdict, int, string?) Of(RunSummary summary) => (summary.Judgement.Verdict, summary.Judgement.ExitCode, summary.Judgement.Reason);

    private static ShareOfRun Share(int share, int shares, string region = "") => new()
    {
        Agent = new AgentFigures { Name = $"a{share + 1}", Region = region, Share = share + 1 },
        Result = ResultOf(share, shares),
    };

    private static ShareOfRun Drained(int share, string why)
    {
        var whole = Share(share, 2);
        var summary = whole.Result!.Summary;
        return whole with
        {
            Agent = whole.Agent with { Why = why },
            Result = new ShareResult(summary with { Judgement = new Judgement(Verdict.Interrupted, 130, why, why) }, whole.Result.Start),
        };
    }

    // Every third request of thirty, or every m-th.
    private static ShareResult ResultOf(int share, int shares, int wallHours = 0, double startMs = 0, double? steadyFromMs = null)
    {
        var aggregator = RecordFactory.Aggregator(0, "chat");
        foreach (var k in Enumerable.Range(0, 10).Select(own => own * shares + share))
            aggregator.Add(Record(k));
        var summary = SummaryBuilder.Build(aggregator, Run with { StartedAt = Run.StartedAt.AddHours(wallHours) }, SummaryFactory.Ending(aggregator, 60_000), RecordFactory.RunStart);
        if (steadyFromMs is { } from)
            summary = summary with { Totals = summary.Totals with { Steady = ThroughputFigures.Of(from, from + 5_000, 5_000, 10, 10, 100, 100) } };
        return new ShareResult(summary, new RunStart(startMs, 0.2));
    }

    private static RequestRecord Record(int k) => RecordFactory.Streamed(0, RecordFactory.Every(100 + k, 10, 11), id: k);

    private static ShareState Told()
    {
        var (aggregator, reporter, state) = (RecordFactory.Aggregator(0, "chat"), new ShareReporter(), new ShareState());
        foreach (var k in Enumerable.Range(0, 5))
            aggregator.Add(Record(k));
        aggregator.Add(RecordFactory.Failed(0, Outcome.Reset, id: 9));
        state.Take(reporter.Next(aggregator, aggregator.Snapshot(RunPhase.Running, RecordFactory.At(10_000), client: null), sinceStartMs: 10_000));
        return state;
    }
}
