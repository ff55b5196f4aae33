using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Stages as users write them: <c>30s:2,2m>8,30s:0</c> holds 2 requests/s for 30 s, goes to 8 in 2 minutes, and is silent for 30 s.</summary>
public static class StagesText
{
    /// <summary>Reads one stage or more.</summary>
    public static bool TryParse(string text, out IReadOnlyList<LoadStage> stages, [NotNullWhen(false)] out string? problem)
    {
        var list = new List<LoadStage>();
        stages = list;
        problem = null;
        foreach (var part in text.Split(','))
        {
            var at = part.AsSpan().IndexOfAny(':', '>');
            if (at <= 0)
            {
                problem = $"has the stage {part}, which is none; write 30s:2 for a step or 2m>8 for a ramp";
                return false;
            }
            var (time, rate) = (part[..at].Trim(), part[(at + 1)..].Trim());
            if (!DurationText.TryParse(time, out var duration, out var wrong) || (wrong = duration == TimeSpan.Zero ? "takes no time" : null) is not null)
            {
                problem = $"has the stage {part}: {time} {wrong}";
                return false;
            }
            var perSecond = 0.0;
            if (rate != "0" && !RateText.TryParse(rate, out perSecond, out wrong))
            {
                problem = $"has the stage {part}: {rate} {wrong}";
                return false;
            }
            list.Add(new LoadStage(duration, perSecond, part[at] == '>'));
        }
        problem = list.TrueForAll(stage => stage.RatePerSecond == 0) ? "sends nothing; give a stage a rate" : null;
        return problem is null;
    }

    /// <summary>The way they are written.</summary>
    public static string Format(IReadOnlyList<LoadStage> stages) =>
        string.Join(',', stages.Select(stage => $"{DurationText.Format(stage.Duration)}{(stage.IsRamp ? '>' : ':')}{stage.RatePerSecond:0.###}"));
}
