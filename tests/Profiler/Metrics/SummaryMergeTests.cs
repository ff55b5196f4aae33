using CsCheck;
using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
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
    public void Histograms_of_eight_merged_runs_are_those_of_one_run_of_all_their_requests() =>
        Gen.Select(Gen.Double[0.05, 90_000], Gen.Double[0.001, 3_000], Gen.Int[1, 60], Gen.Bool).Array[0, 30].Array[8].Sample(
            parts =>
            {
                var whole = Build(parts.SelectMany(part => part));
                var merged = SummaryMerge.Merge([.. parts.Select(Build)]);
                Assert.Equal(whole.Histograms, merged.Histograms);
                AssertEqual(whole.Metrics, merged.Metrics);
                foreach (var (name, group) in whole.Groups)
                {
                    Assert.Equal((group.Histograms, group.Requests), (merged.Groups[name].Histograms, merged.Groups[name].Requests));
                    AssertEqual(group, merged.Groups[name]);
                }

                Assert.Equal(whole.Totals.Outcomes, merged.Totals.Outcomes);
                // A mean is written with so many digits, and put together from what is written.
                Assert.Equal(whole.Metrics.ItlMs.Mean ?? 0, merged.Metrics.ItlMs.Mean ?? 0, 0.001 + (whole.Metrics.ItlMs.Mean ?? 0) * 1e-3);
            },
            iter: 20);

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
    public void Goodput_is_merged_only_where_all_had_the_same_objectives()
    {
        SloTerm quick = new("ttft<150ms", "ttft", ComparisonOperator.Less, 150);
        CheckTerm[] asked = [new("goodput > 1", null, "goodput", null, ComparisonOperator.Greater, 1), new("chat.met_ratio > 1%", "chat", "met_ratio", null, ComparisonOperator.Greater, 0.01)];
        var (a, same) = (WithSlo(quick), WithSlo(quick with { Text = "ttft < 0.15s" }));
        Assert.NotNull(a.Totals.Goodput);
        var merged = SummaryMerge.Merge([a, same]);
        Assert.Equal((2 * a.Totals.Goodput!.Met, 2 * a.Totals.Goodput.Of), (merged.Totals.Goodput!.Met, merged.Totals.Goodput.Of));
        Assert.Equal([quick], merged.Run.Slo);
        Assert.DoesNotContain(merged.Findings, finding => finding.Code == "slo_not_merged");

        foreach (var other in (RunSummary[])[WithSlo(), WithSlo(quick with { Limit = 200 }), SummaryMerge.Merge([a, WithSlo()])])
        {
            var mixed = SummaryChecks.With(SummaryMerge.Merge([other, a]), asked);
            Assert.Null(mixed.Totals.Goodput);
            Assert.All(mixed.Groups.Values, group => Assert.Null(group.Goodput));
            Assert.Empty(mixed.Run.Slo);
            Assert.All(mixed.Checks.TakeLast(2), check => Assert.Equal((false, null, "not all files have the same objectives (--slo)"), (check.Pass, check.Value, check.Reason)));
            Assert.Single(mixed.Findings, finding => finding.Code == "slo_not_merged");
            Assert.Contains("not all files have the same objectives (--slo)", string.Join(' ', SummaryText.ToText(mixed, new SummaryTextOptions()).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        static RunSummary WithSlo(params SloTerm[] slo)
        {
            var aggregator = new Aggregator(RecordFactory.RunStart, ["chat", "long"], slo);
            aggregator.BeginMeasured(RecordFactory.At(0));
            aggregator.EndSending(RecordFactory.At(1_000));
            for (var i = 0; i < 80; i++)
                aggregator.Add(RecordFactory.Streamed(i, RecordFactory.Every(100 + i, 10, 11), group: i % 2 == 0 ? "chat" : "long"));
            return SummaryBuilder.Build(aggregator, SummaryFactory.Description(null, slo, "chat", "long"), SummaryFactory.Ending(aggregator, 2_000), RecordFactory.RunStart);
        }
    }

    [Theory]
    [InlineData(true, true, true, 0, null)]
    [InlineData(true, false, false, 1, null)]
    [InlineData(null, false, false, 1, null)]
    [InlineData(true, null, false, null, "what the servers said is not merged, and not every file has this check; ask each by itself")]
    public void Checks_on_what_a_server_said_are_those_of_the_runs(bool? first, bool? second, bool pass, int? value, string? reason)
    {
        CheckTerm term = new("findings.queueing = 0", null, CheckMetrics.Findings, "queueing", ComparisonOperator.LessOrEqual, 0);
        var merged = Diagnosis.Of(SummaryMerge.Merge([Asked(first), Asked(second)]));
        var check = Assert.Single(merged.Checks, check => check.Metric == CheckMetrics.Findings);
        Assert.Equal((pass, value, reason), (check.Pass, (int?)check.Value, check.Reason));
        // Asked again, of the merged files, it says the same.
        Assert.Equal(check, Assert.Single(FindingChecks.Judge(SummaryChecks.With(merged, [term])).Checks, check => check.Metric == CheckMetrics.Findings));
        // Where no server was looked at, that is the reason.
        var unseen = Diagnosis.Of(SummaryChecks.With(SummaryMerge.Merge([Run(0, 80), Run(80, 160)]), [term]));
        Assert.StartsWith("the server's metrics were not read", Assert.Single(unseen.Checks, check => check.Metric == CheckMetrics.Findings).Reason, StringComparison.Ordinal);

        RunSummary Asked(bool? passes) => Run(0, 80) with
        {
            Server = new ServerSummary { Name = "vLLM" },
            Checks = passes is { } known ? [new CheckResult(term.Text, known, known ? 0 : 1, "count", null, null, term.Metric, term.Statistic, term.Operator, term.Limit)] : [],
            Run = Run(0, 80).Run with { Checks = [term] },
        };
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
    public void Parts_say_when_each_run_began_and_how_its_client_was()
    {
        var early = Run(0, 80);
        var late = Run(80, 160) with { Client = new ClientHealthReport { SendLagP99Ms = 48, InvalidReasons = ["send lag p99 48 ms"] } };
        late = late with { Run = late.Run with { Run = "late", StartedAt = early.Run.StartedAt.AddMilliseconds(1_250) } };

        var merged = SummaryMerge.Merge([SummaryMerge.Merge([late, early]), early with { Run = early.Run with { Run = "third", StartedAt = early.Run.StartedAt.AddMilliseconds(500) } }]);

        Assert.Equal([("7f3a", 0.0), ("third", 500), ("late", 1_250)], merged.Parts.Select(part => (part.Run, part.FromMs)));
        Assert.Equal((72, 8), (merged.Parts[2].Ok, merged.Parts[2].Failed));
        Assert.Equal(late.Metrics.TtftMs.P50, merged.Parts[2].TtftP50Ms);
        Assert.Equal(["send lag p99 48 ms"], merged.Parts[2].Client!.InvalidReasons);
        Assert.Empty(early.Parts);

        var text = SummaryText.ToText(merged, new SummaryTextOptions());
        Assert.Contains("part                from       ok   failed      TTFT p50/p99   client", text, StringComparison.Ordinal);
        Assert.Matches(@"late {13}\+1\.25 s {7}72 {8}8 +[0-9.]+ / -   NOT VALID\n", text);
    }

    [Fact]
    public void Merge_of_one_is_itself()
    {
        var one = Run(0, 80);

        Assert.Same(one, SummaryMerge.Merge([one]));
    }

    private static RunSummary Build(IEnumerable<(double FirstMs, double GapMs, int Tokens, bool IsLong)> requests)
    {
        var aggregator = RecordFactory.Aggregator(0, "chat", "long");
        aggregator.EndSending(RecordFactory.At(1_000));
        foreach (var (firstMs, gapMs, tokens, isLong) in requests)
            aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(firstMs, gapMs, tokens), group: isLong ? "long" : "chat"));
        return SummaryBuilder.Build(aggregator, SummaryFactory.Description(null, null, "chat", "long"), SummaryFactory.Ending(aggregator, 300_000), RecordFactory.RunStart);
    }

    private static void AssertEqual(MetricBlocks whole, MetricBlocks merged)
    {
        Assert.Equal(Times(whole), Times(merged));
        Assert.Equal(whole.TokensPerS with { Mean = null }, merged.TokensPerS with { Mean = null });

        static MetricBlock[] Times(MetricBlocks blocks) =>
        [
            .. new[] { blocks.TtftMs, blocks.TtfcMs, blocks.ItlMs, blocks.TpotMs, blocks.E2eMs, blocks.WaitMs, blocks.TtftFromScheduleMs, blocks.E2eFromScheduleMs }
                .Select(block => block with { Mean = null }),
        ];
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
