using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Output.Sweeps;
using VllmStream.Profiling.Sweeping;
using VllmStream.Tests.Profiler.Output;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class SweepTextTests
{
    private static readonly SweepStage[] Found =
    [
        Full(1, Stages.Kept(20), 41, 44, 41, 1),
        Full(2, Stages.Kept(40), 41, 45, 41, 2) with { Decided = false },
        Full(3, Stages.Kept(80), 44, 60, 45, 4),
        Full(4, Stages.Saturated(160, 74.2), 1_200, 2_345, 1_210, 180) with { Reason = "74.2 req/s were done, and the number in flight rose by 85.8 a second" },
        Full(5, Stages.Kept(98.53), 60, 130, 62, 6),
        Full(6, Stages.Broken(101.5), 410, 640, 415, 31) with { Reason = "71.3% met the objectives, 95% must" },
    ];

    [Fact]
    public void Text_of_a_sweep_is_the_golden_text()
    {
        var text = SweepText.Of(SweepAnalysis.Of(new SweepDescription(), Found, SweepEnd.Resolved), [("sweep", "7f3a, from 20 requests/s"), ("target", "http://127.0.0.1:8000")], "sweep-7f3a.ndjson");
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Repository.AssertIsFile("tests/Profiler/Output/Golden/sweep.txt", text);
    }

    [Fact]
    public void Text_of_a_sweep_without_a_stage_says_so() =>
        Assert.Contains("none: no stage says anything", SweepText.Of(SweepAnalysis.Of(new SweepDescription(), [], SweepEnd.Interrupted), [], null), StringComparison.Ordinal);

    [Fact]
    public void Client_that_was_the_limit_is_said_and_drawn()
    {
        SweepStage[] stages = [.. Found[..3], Full(4, Stages.Client(160), 50, 60, 51, 8), Full(5, Stages.Client(160), 50, 60, 51, 8)];
        var text = SweepText.Of(SweepAnalysis.Of(new SweepDescription(), stages, SweepEnd.ClientLimit), [], null);
        Assert.Contains("the client was the limit at 160 req/s: client saturated", text, StringComparison.Ordinal);
        Assert.Contains("no evidence", text, StringComparison.Ordinal);
        Assert.Contains("the limit is above it", text, StringComparison.Ordinal);
    }

    private static SweepStage Full(int number, SweepStage stage, double ttftP50, double ttftP99, double e2eP50, int inFlight) => stage with
    {
        Number = number, File = $"sweep-7f3a-{number:00}.ndjson", TtftP50Ms = ttftP50, TtftP99Ms = ttftP99, E2eP50Ms = e2eP50, InFlightP50 = inFlight,
        OutputTokensPerS = stage.RequestsPerS * 64, MetRatio = 0.995, MetLowRatio = 0.98, MetHighRatio = 1, MeasuredS = 6,
    };
}
