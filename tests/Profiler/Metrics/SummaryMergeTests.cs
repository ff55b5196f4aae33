using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class SummaryMergeTests
{
    private static readonly CheckTerm Check = new("ttft.p99 < 1s", null, "ttft", "p99", ComparisonOperator.Less, 1000);

    [Fact]
    public void Merge_of_two_halves_has_the_metrics_of_the_whole()
    {
        var merged = SummaryMerge.Merge([Run(0, 80), Run(80, 160)]);
        var whole = Run(0, 160);

        Assert.Equal(whole.Metrics, merged.Metrics);
        Assert.Equal(whole.Groups["long"].TtftMs, merged.Groups["long"].TtftMs);
        Assert.Equal(whole.Totals.Outcomes, merged.Totals.Outcomes);
        Assert.Equal((160, 160L, 160L), (merged.Finished, merged.Sent, merged.Planned));
        Assert.Equal(whole.Totals.OutputTokens, merged.Totals.OutputTokens);
    }

    [Fact]
    public void Merge_judges_checks_on_the_whole()
    {
        var half = Run(0, 80);

        Assert.False(half.Checks[0].Pass);
        Assert.True(Assert.Single(SummaryMerge.Merge([half, Run(80, 160)]).Checks).Pass);
        Assert.Equal(0, SummaryMerge.Merge([half, Run(80, 160)]).Judgement.ExitCode);
    }

    [Fact]
    public void Merge_leaves_out_what_the_servers_said_and_says_so()
    {
        var told = Run(0, 80) with { Server = new ServerSummary { Name = "vLLM", WaitingMax = 4 } };
        var merged = SummaryMerge.Merge([told, Run(80, 160)]);
        Assert.Null(merged.Server);
        Assert.Contains("in 1 of 2 files", Assert.Single(merged.Findings, finding => finding.Code == "server_not_merged").Text, StringComparison.Ordinal);
        Assert.DoesNotContain(SummaryMerge.Merge([Run(0, 80), Run(80, 160)]).Findings, finding => finding.Code == "server_not_merged");
        Assert.Equal(4, SummaryMerge.Merge([told]).Server!.WaitingMax);
    }

    [Fact]
    public void Merge_keeps_the_worst_verdict()
    {
        var interrupted = Run(80, 160) with { Judgement = new Judgement(Verdict.Interrupted, 130, "Ctrl-C", "interrupted: Ctrl-C") };

        var merged = SummaryMerge.Merge([Run(0, 80), interrupted]);

        Assert.Equal((Verdict.Interrupted, 130), (merged.Judgement.Verdict, merged.Judgement.ExitCode));
    }

    [Fact]
    public void Merge_of_runs_side_by_side_adds_throughput_up()
    {
        var merged = SummaryMerge.Merge([Run(0, 80), Run(80, 160)]);

        Assert.Equal(Run(0, 80).Totals.Steady!.OutputTokensPerS!.Value * 2, merged.Totals.Steady!.OutputTokensPerS!.Value, 0.01);
    }

    [Fact]
    public void Merge_of_runs_one_after_another_averages_throughput()
    {
        var one = Run(0, 80);
        var later = one with { Run = one.Run with { Run = "later", StartedAt = one.Run.StartedAt.AddHours(1) } };

        var merged = SummaryMerge.Merge([one, later]);

        Assert.Equal(one.Totals.Steady!.OutputTokensPerS, merged.Totals.Steady!.OutputTokensPerS);
        Assert.Equal(2 * one.Totals.Steady.DurationMs, merged.Totals.Steady.DurationMs);
    }

    [Fact]
    public void Merge_of_one_is_itself()
    {
        var one = Run(0, 80);

        Assert.Same(one, SummaryMerge.Merge([one]));
    }

    private static RunSummary Run(int from, int to)
    {
        var aggregator = RecordFactory.Aggregator(0, "chat", "long");
        aggregator.EndSending(RecordFactory.At(1000));
        for (var i = from; i < to; i++)
        {
            aggregator.Add(i % 10 == 0
                ? RecordFactory.Failed(i % 80, Outcome.Reset)
                : RecordFactory.Streamed(i % 80, RecordFactory.Every(100 + i, 10, 11), group: i % 2 == 0 ? "chat" : "long"));
        }

        return SummaryBuilder.Build(aggregator, SummaryFactory.Description([Check], null, "chat", "long"), SummaryFactory.Ending(aggregator, 2000), RecordFactory.RunStart);
    }
}
