using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>What a sweep found, in sentences: name and text of each.</summary>
internal static class SweepSentences
{
    public static IEnumerable<(string Name, string Text)> Of(SweepResult result)
    {
        yield return ("highest", Highest(result));
        if (result.Knee is { } knee)
            yield return ("knee", $"{Level(result, knee.Level)}: the most throughput for its latency, {Figure.Three(knee.PerS)} {result.ThroughputUnit} at E2E p50 {Figure.Time(knee.E2eP50Ms)}");
        yield return ("collapse", Collapse(result));
        foreach (var stage in result.Stages.Where(stage => stage is { Verdict: StageVerdict.Broken, Reason: not null }).OrderBy(stage => stage.Level))
            yield return ("broken", $"{Level(result, stage.Level)}: {stage.Reason}");
        if (result.Stages.Any(stage => !stage.Decided && stage.Verdict is StageVerdict.Kept or StageVerdict.Broken))
            yield return ("note", "? where the interval did not decide within the stage, and the estimate had to: a longer -d decides");
        if (result.ClientLimitAt is { } limit)
            yield return ("client", $"the client was the limit at {Level(result, limit)}: {result.ClientReason}");
        if (Ended(result) is { } ended)
            yield return ("ended", ended);
    }

    private static string Highest(SweepResult result)
    {
        if (result.HighestKept is not { } kept)
            return result.LowestBroken is { } lowest ? $"none: {Level(result, lowest)} was not kept" : "none: no stage says anything about the server";
        var doubt = result.HighestKeptDecided ? "" : " (by the estimate)";
        return result.LowestBroken is { } broken
            ? $"{Level(result, kept)} kept{doubt}, {Level(result, broken)} broken: the limit is in [{SweepWords.Number(kept)}, {SweepWords.Number(broken)})"
            : $"{Level(result, kept)} kept{doubt}, and nothing broke: the limit is {(result.Ended == SweepEnd.AllKept ? "not below it" : "above it")}";
    }

    private static string Collapse(SweepResult result) => result.Collapse is not { } collapse
        ? "none seen"
        : $"at {Level(result, collapse.Level)}: {Figure.Percent(collapse.LossRatio)} less than the {Figure.Three(collapse.BestPerS)} {result.ThroughputUnit} at {SweepWords.Number(collapse.BestLevel)}; likely cause: {SweepWords.Cause(collapse.Cause)}";

    private static string? Ended(SweepResult result) => result.Ended switch
    {
        SweepEnd.StagesUsedUp => $"all {result.Stages.Count} stages are used; --points N allows more, --resume goes on",
        SweepEnd.ServerLost => "the server did not answer any more",
        SweepEnd.Interrupted => "interrupted; --resume goes on",
        _ => null,
    };

    private static string Level(SweepResult result, double level) => SweepWords.Level(result.Sweep.Load, level);
}
