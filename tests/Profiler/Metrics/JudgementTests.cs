using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class JudgementTests
{
    private static readonly CheckResult Failing = new("ttft.p99 < 1ms", false, 2, "ms", null, null, "ttft", "p99", ComparisonOperator.Less, 1);
    private static readonly CheckResult Passing = Failing with { Pass = true };
    private static readonly RunEnding Plain = new() { EndTicks = 1, Sent = 10 };
    private static readonly ClientHealthReport Saturated = new() { InvalidReasons = ["send lag p99 41 ms"] };

    [Fact]
    public void Judgement_of_a_good_run_is_valid() =>
        Assert.Equal(new Judgement(Verdict.Valid, 0, null, "1 check passed"), Of(Plain, checks: Passing));

    [Fact]
    public void Judgement_failed_check_is_99_and_still_valid() =>
        Assert.Equal(new Judgement(Verdict.Valid, 99, null, "1 of 2 checks failed"), Of(Plain, 10, 10, Passing, Failing));

    [Fact]
    public void Judgement_saturated_client_is_not_valid()
    {
        var judgement = Of(Plain with { Client = Saturated }, checks: Failing);

        Assert.Equal((Verdict.NotValid, 4, "send lag p99 41 ms"), (judgement.Verdict, judgement.ExitCode, judgement.Reason));
    }

    [Fact]
    public void Judgement_of_a_run_that_another_process_ended_says_why()
    {
        Assert.Equal((Verdict.Interrupted, 130), Short(Of(Plain with { Signal = 2, InterruptedWhy = "the coordinator asked for it" })));
        Assert.Equal("the coordinator asked for it", Of(Plain with { Signal = 2, InterruptedWhy = "the coordinator asked for it" }).Reason);
        Assert.Equal("Ctrl-C", Of(Plain with { Signal = 2 }).Reason);
    }

    [Fact]
    public void Judgement_nothing_measured_is_not_valid()
    {
        Assert.Equal("nothing measured", Judgement.Of(Plain, 0, 0, 0, 0, []).Reason);
        Assert.Equal("nothing measured after warm-up", Judgement.Of(Plain, 0, 0, 16, 16, []).Reason);
    }

    [Fact]
    public void Judgement_no_success_is_failed()
    {
        Assert.Equal((Verdict.Failed, 5), Short(Of(Plain, 10, 0)));
        Assert.Equal((Verdict.Failed, 5), Short(Judgement.Of(Plain with { Aborted = "the first 20 all failed" }, 0, 0, 20, 0, [])));
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void Judgement_signal_is_interrupted_even_without_success(int signal, int code) =>
        Assert.Equal((Verdict.Interrupted, code), Short(Of(Plain with { Signal = signal, Client = Saturated }, 3, 0, Failing)));

    [Fact]
    public void Judgement_first_of_the_order_wins()
    {
        var everything = Plain with { BadInput = "a", Unreachable = "b", InternalError = "c", Signal = 2, Client = Saturated };

        Assert.Equal(2, Of(everything, 0, 0, Failing).ExitCode);
        Assert.Equal(3, Of(everything with { BadInput = null }, 0, 0, Failing).ExitCode);
        Assert.Equal(1, Of(everything with { BadInput = null, Unreachable = null }, 0, 0, Failing).ExitCode);
        Assert.Equal(130, Of(everything with { BadInput = null, Unreachable = null, InternalError = null }, 0, 0, Failing).ExitCode);
        Assert.Equal(5, Of(Plain with { Client = Saturated }, 9, 0, Failing).ExitCode);
        Assert.Equal(4, Of(Plain with { Client = Saturated }, 9, 9, Failing).ExitCode);
    }

    [Fact]
    public void Judgement_worse_code_follows_the_same_order()
    {
        Assert.Equal(2, Judgement.Worse(2, 3));
        Assert.Equal(130, Judgement.Worse(5, 130));
        Assert.Equal(4, Judgement.Worse(99, 4));
        Assert.Equal(99, Judgement.Worse(0, 99));
    }

    private static (Verdict Verdict, int Code) Short(Judgement judgement) => (judgement.Verdict, judgement.ExitCode);

    private static Judgement Of(RunEnding ending, long finished = 10, long ok = 10, params CheckResult[] checks) =>
        Judgement.Of(ending, finished, ok, 0, 0, checks);
}
