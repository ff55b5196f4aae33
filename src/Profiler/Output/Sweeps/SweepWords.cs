using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>The few words that a sweep is told in. Pure.</summary>
internal static class SweepWords
{
    /// <summary>A load with its unit: 98.5 req/s, 16 in flight, 8 users.</summary>
    public static string Level(SweepLoad load, double level) => $"{Number(level)} {Unit(load)}";

    /// <summary>The unit by itself.</summary>
    public static string Unit(SweepLoad load) => load switch
    {
        SweepLoad.Rate => "req/s",
        SweepLoad.Concurrency => "in flight",
        _ => "users",
    };

    /// <summary>A load without its unit: as it was set, with no more than four digits.</summary>
    public static string Number(double level) => Options.NumberText.Format(level);

    /// <summary>The verdict of a stage in at most eleven characters; ? where the estimate had to decide.</summary>
    public static string Verdict(SweepStage stage)
    {
        var word = stage.Verdict switch
        {
            StageVerdict.Kept => "kept",
            StageVerdict.Client => "no evidence",
            StageVerdict.Interrupted => "cut short",
            _ => Cause(stage.Cause),
        };
        return stage.Decided || stage.Verdict is StageVerdict.Client or StageVerdict.Interrupted ? word : word + "?";
    }

    /// <summary>The likely cause of a collapse.</summary>
    public static string Cause(CollapseKind cause) => cause switch
    {
        CollapseKind.Errors => "requests fail there",
        CollapseKind.Preemption => "the KV cache is full there, and sequences are preempted and computed again",
        CollapseKind.Queue => "requests wait for each other there: the queue grows, and what is done does not",
        _ => "nothing that was measured",
    };

    private static string Cause(StageCause cause) => cause switch
    {
        StageCause.Objective => "SLO",
        StageCause.Errors => "errors",
        StageCause.Check => "check",
        StageCause.Saturated => "saturated",
        StageCause.TtftRunaway => "TTFT runs",
        StageCause.Throughput => "less done",
        StageCause.ServerLost => "server gone",
        _ => "nothing",
    };
}
