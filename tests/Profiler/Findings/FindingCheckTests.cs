using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Findings;

public sealed class FindingCheckTests
{
    [Fact]
    public void Check_on_findings_is_judged_with_the_diagnosis_and_again_gives_the_same()
    {
        var summary = Diagnosis.Of(Asked(new ServerSummary { Counts = new ServerCounts { Preemptions = 3 }, KvCacheMaxRatio = 1, WaitingMean = 0, RunningMean = 3 }, "findings = 0", "findings.preemption = 0", "findings.queueing = 0", "findings <= 1"));
        Assert.Equal([(false, 1d, null), (false, 1, null), (true, 0, null), (true, 1, null)], summary.Checks.Select(check => (check.Pass, check.Value, check.Reason)));
        Assert.All(summary.Checks, check => Assert.Equal("count", check.Unit));
        Assert.Equal((99, "2 of 4 checks failed"), (summary.Judgement.ExitCode, summary.Judgement.ExitReason));
        Assert.Equal(summary.Checks, Diagnosis.Of(summary).Checks);
    }

    [Fact]
    public void Run_that_suffers_from_nothing_passes()
    {
        var summary = Diagnosis.Of(Asked(new ServerSummary { Counts = new ServerCounts { Preemptions = 0 }, KvCacheMaxRatio = 0.1 }, "findings = 0", "findings.preemption = 0"));
        Assert.Equal((0, "2 checks passed"), (summary.Judgement.ExitCode, summary.Judgement.ExitReason));
    }

    [Theory]
    [InlineData("preemption", "the server's metrics were not read, or do not say")]
    [InlineData("kv_cache_full", "the server's metrics were not read, or do not say")]
    [InlineData("queueing", "the server's metrics were not read, or do not say")]
    [InlineData("uneven_replicas", "the server's metrics were not read, or do not say")]
    [InlineData("gpu_idle", "no GPU was read (--gpu)")]
    public void Check_on_what_nobody_looked_at_has_no_value_and_fails_with_the_reason(string code, string reason)
    {
        foreach (var server in (ServerSummary?[])[null, new ServerSummary()])
        {
            var check = Assert.Single(Diagnosis.Of(Asked(server, $"findings.{code} = 0")).Checks);
            Assert.Equal((false, null, reason), (check.Pass, check.Value, check.Reason));
        }
    }

    [Fact]
    public void Rules_that_need_the_server_are_those_that_say_so()
    {
        var blind = Asked(null);
        Assert.Equal(["preemption", "gpu_idle", "uneven_replicas", "kv_cache_full", "queueing"], FindingTable.All.Where(rule => rule.Absence(blind) is not null).Select(rule => rule.Code));
    }

    [Fact]
    public void Check_that_has_too_few_samples_is_itself_a_finding()
    {
        var summary = Diagnosis.Of(Asked(null, "ttft.p99.9 < 1s", "findings.too_few_samples = 0", "findings = 0"));
        Assert.Equal([(false, null), (false, 1d), (false, 1)], summary.Checks.Select(check => (check.Pass, check.Value)));
    }

    [Fact]
    public void More_findings_than_are_told_are_counted_and_asked_for_by_name()
    {
        var sick = Asked(new ServerSummary { Counts = new ServerCounts { Preemptions = 3 }, WaitingMean = 9, RunningMean = 10 }, "findings = 0", "findings.cold_start = 0") with
        {
            Client = new ClientHealthReport { InvalidReasons = ["sends late"] },
            Totals = new RunTotals { ErrorRatio = 0.5, Failed = 100, Failures = [new FailureFigures("reset", 100, null)], StreamShape = StreamShapeFigures.Of(0, 0, 100, 0, 0, 0), FirstTtftP50Ms = 900 },
            Metrics = new MetricBlocks { TtftMs = new MetricBlock { N = 100, P50 = 100 } },
        };
        var summary = Diagnosis.Of(sick);
        Assert.DoesNotContain(summary.Findings, finding => finding.Code == "cold_start");
        Assert.Equal([6d, 1], summary.Checks.Select(check => check.Value));
    }

    private static RunSummary Asked(ServerSummary? server, params string[] checks)
    {
        CheckTerm[] terms = [.. checks.Select(text => CheckText.TryParse(text, out var term, out var problem) ? term : throw new ArgumentException(problem, nameof(checks)))];
        var summary = new RunSummary { Run = SummaryFactory.Description(), Judgement = new Judgement(Verdict.Valid, 0, null, "no checks"), Server = server };
        return SummaryChecks.With(summary, terms);
    }
}
