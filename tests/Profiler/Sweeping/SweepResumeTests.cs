using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output.Sweeps;
using VllmStream.Profiling.Sweeping;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class SweepResumeTests
{
    private static readonly SweepOptions Sweep = new()
    {
        Run = new RunOptions { Target = new TargetUrl("http", "127.0.0.1", 8000, ""), Connection = new ConnectionOptions { ApiKey = new Secret("sk-very-secret") } },
        Sweep = new SweepDescription { Load = SweepLoad.Concurrency },
        ResumeFile = "sweep-7f3a.ndjson",
    };

    [Fact]
    public void Stages_come_back_as_they_were_written()
    {
        SweepStage[] stages = [Stages.Kept(8) with { Number = 1, MetRatio = 0.99, TtftP50Ms = 12.5, InFlightMax = 9 }, Stages.Saturated(16, 9) with { Number = 2 }];
        var read = SweepResume.Read(File(stages), Sweep, isSimulator: false);
        Assert.Equal(stages[0] with { InvalidReasons = read[0].InvalidReasons }, read[0]);
        Assert.Equal(stages[1] with { InvalidReasons = read[1].InvalidReasons }, read[1]);
    }

    [Fact]
    public void Stages_without_evidence_are_run_again() =>
        Assert.Equal([8], SweepResume.Read(File([Stages.Kept(8), Stages.Client(16), new SweepStage { Level = 32, Verdict = StageVerdict.Interrupted }]), Sweep, isSimulator: false).Select(stage => stage.Level));

    [Fact]
    public void Seed_points_and_end_may_differ()
    {
        var other = Sweep with { Run = Sweep.Run with { Workload = Sweep.Run.Workload with { Seed = 99 } }, Sweep = Sweep.Sweep with { Points = 30, To = 64 } };
        Assert.Single(SweepResume.Read(File([Stages.Kept(8)]), other, isSimulator: false));
    }

    [Fact]
    public void Another_sweep_is_refused_with_what_differs()
    {
        Refused("--osl is 128 there and 64 here", Sweep with { Run = Sweep.Run with { Workload = Sweep.Run.Workload with { OutputTokens = new LengthSpec(64, 0) } } });
        Refused("it raises concurrency, and here it is rate", Sweep with { Sweep = Sweep.Sweep with { Load = SweepLoad.Rate } });
        Refused("its server is http://127.0.0.1:8000", Sweep with { Run = Sweep.Run with { Target = new TargetUrl("http", "other", 80, "") } });
        Refused("--slo differs", Sweep with { Run = Sweep.Run with { Slo = [new SloTerm("ttft<1s", "ttft", ComparisonOperator.Less, 1_000)] } });
        Refused("--slo-share is 95% there and 90% here", Sweep with { Sweep = Sweep.Sweep with { SloShare = 0.9 } });
    }

    [Fact]
    public void Simulator_may_be_at_another_address() =>
        Assert.Single(SweepResume.Read(File([Stages.Kept(8)]), Sweep with { Run = Sweep.Run with { Target = new TargetUrl("http", "127.0.0.1", 9, "") } }, isSimulator: true));

    [Fact]
    public void File_that_is_no_sweep_is_refused()
    {
        using var run = new MemoryStream("{\"schema\":\"vllmstream/1\",\"type\":\"phase\"}\n"u8.ToArray());
        Assert.Contains("is no file of a sweep", Assert.Throws<OptionException>(() => SweepResume.Read(run, Sweep, isSimulator: false)).Message, StringComparison.Ordinal);
        using var text = new MemoryStream("hello\n"u8.ToArray());
        Assert.StartsWith("--resume sweep-7f3a.ndjson: ", Assert.Throws<OptionException>(() => SweepResume.Read(text, Sweep, isSimulator: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_is_in_no_line()
    {
        using var reader = new StreamReader(File([Stages.Broken(8) with { Reason = "the server said sk-very-secret" }]), Encoding.UTF8);
        Assert.DoesNotContain("sk-very-secret", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    private static void Refused(string difference, SweepOptions other)
    {
        var refused = Assert.Throws<OptionException>(() => SweepResume.Read(File([Stages.Kept(8)]), other, isSimulator: false));
        Assert.StartsWith($"--resume sweep-7f3a.ndjson is of another sweep: {difference}", refused.Message, StringComparison.Ordinal);
    }

    private static MemoryStream File(IEnumerable<SweepStage> stages)
    {
        var stream = new MemoryStream();
        using (var file = new SweepFile(stream, "7f3a", RunClock.Start(), Sweep.Run))
        {
            file.Started(SweepStartedLine.Of(SummaryFactory.Description(), Sweep.Run, Sweep.Sweep));
            foreach (var stage in stages)
                file.Stage(stage);
            file.Summary(new SweepResult());
        }
        return new MemoryStream(stream.ToArray());
    }
}
