using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Tests.Profiler.Sweeping;

/// <summary>Stages and snapshots made up for tests.</summary>
internal static class Stages
{
    public static SweepStage Kept(double level, double? perS = null, double? e2eMs = null) =>
        new() { Level = level, Verdict = StageVerdict.Kept, Decided = true, Ok = 100, Requests = 100, RequestsPerS = perS ?? level, E2eP50Ms = e2eMs };

    public static SweepStage Broken(double level, StageCause cause = StageCause.Objective, double? perS = null) =>
        new() { Level = level, Verdict = StageVerdict.Broken, Cause = cause, Decided = true, Ok = 50, Requests = 100, RequestsPerS = perS ?? level, Reason = "because" };

    public static SweepStage Saturated(double level, double capacity) => Broken(level, StageCause.Saturated, capacity);

    public static SweepStage Client(double level) => new() { Level = level, Verdict = StageVerdict.Client, InvalidReasons = ["client saturated"] };

    /// <summary>A stage four times a second: what it looks like after so many seconds of measuring.</summary>
    public static IEnumerable<StageSample> Samples(double seconds, Func<double, StageSample> at)
    {
        for (var t = 0.25; t <= seconds; t += 0.25)
            yield return at(t) with { ElapsedMs = 1_000 + t * 1_000, MeasuredMs = t * 1_000, IsSending = true };
    }

    /// <summary>The judge's word on them, and when it came (in seconds); null when it did not end the stage.</summary>
    public static (double At, StageDecision Decision)? Feed(StageJudge judge, IEnumerable<StageSample> samples)
    {
        foreach (var sample in samples)
        {
            if (judge.Take(sample) is { } decision)
                return (sample.MeasuredMs!.Value / 1_000, decision);
        }
        return null;
    }
}
