using VllmStream.Profiling.Health;

namespace VllmStream.Tests.Profiler.Health;

public sealed class HealthRulesTests
{
    [Theory]
    [InlineData(4.9, 20, false)]
    [InlineData(5.1, 20, true)]
    [InlineData(20, 500, false)]
    [InlineData(30, 500, true)]
    public void Late_sends_count_against_a_run_only_when_they_could_change_its_result(double lagMs, double ttftMs, bool invalid) =>
        Assert.Equal(invalid, HealthRules.Judge(new ClientHealthReport { SendLagP99Ms = lagMs }, ttftMs, null).Count == 1);

    [Theory]
    [InlineData(4.0, false)]
    [InlineData(6.0, true)]
    public void Median_decides_where_there_is_no_tail(double medianMs, bool invalid) =>
        Assert.Equal(invalid, HealthRules.Judge(new ClientHealthReport { ReadLagP50Ms = medianMs, ReadLagMaxMs = 300 }, null, null).Count == 1);

    [Fact]
    public void Late_reads_and_full_cores_are_named()
    {
        var reasons = HealthRules.Judge(new ClientHealthReport { ReadLagP99Ms = 80, CpuRatio = 0.95, Cores = 2 }, null, null);
        Assert.Collection(
            reasons,
            reads => Assert.Contains("reads late by 80.0 ms", reads, StringComparison.Ordinal),
            cpu => Assert.Contains("of 2 cores", cpu, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1000, 1000, 0, false)]
    [InlineData(1000, 992, 0, false)]
    [InlineData(1000, 900, 0, true)]
    [InlineData(1000, 900, 100, false)]
    [InlineData(3, 2, 0, false)]
    public void Plan_counts_as_kept_unless_this_client_left_requests_unsent(long due, long sent, long held, bool invalid) =>
        Assert.Equal(invalid, HealthRules.Judge(new ClientHealthReport(), null, new PlanKept(due, sent, held)).Count == 1);

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.005, false)]
    [InlineData(0.02, true)]
    public void Late_reads_count_with_kernel_stamps_only_when_stamps_are_missing(double unstamped, bool invalid)
    {
        var report = new ClientHealthReport { ReadLagSource = HealthRules.KernelSource, ReadLagP99Ms = 80, UnstampedRatio = unstamped };
        var reasons = HealthRules.Judge(report, null, null);
        Assert.Equal(invalid, reasons.Count == 1);
        Assert.All(reasons, reason => Assert.Contains("2.0 % of them have no kernel stamp", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_stamps_are_harmless_while_reads_are_in_time() =>
        Assert.Empty(HealthRules.Judge(new ClientHealthReport { ReadLagSource = HealthRules.KernelSource, ReadLagP99Ms = 0.2, UnstampedRatio = 1 }, null, null));

    [Theory]
    [InlineData(0.02, 80.0, null, true)]
    [InlineData(0.02, 0.2, 80.0, true)]
    [InlineData(0.005, 80.0, null, false)]
    [InlineData(0.02, 0.2, 0.2, false)]
    public void Merged_tokens_count_when_this_client_was_late_and_not_when_the_server_sent_them_so(double smeared, double readMs, double? passMs, bool invalid)
    {
        var report = new ClientHealthReport { ReadLagSource = HealthRules.KernelSource, ReadLagP99Ms = readMs, LoopPassP99Ms = passMs, SmearedRatio = smeared };
        var reasons = HealthRules.Judge(report, null, null);
        Assert.Equal(invalid, reasons.Count == 1);
        Assert.All(reasons, reason => Assert.Contains("merged tokens", reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.02, true)]
    [InlineData(0.005, false)]
    public void Full_socket_buffers_count_however_good_the_stamps_are(double filled, bool invalid)
    {
        var reasons = HealthRules.Judge(new ClientHealthReport { ReadLagSource = HealthRules.KernelSource, ReadLagP99Ms = 0.2, FilledRatio = filled }, null, null);
        Assert.Equal(invalid, reasons.Count == 1);
        Assert.All(reasons, reason => Assert.Contains("the server had to wait for this client", reason, StringComparison.Ordinal));
    }
}
