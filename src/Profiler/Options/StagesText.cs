using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Stages as users write them: <c>30s:2,2m>8,30s:0</c> holds 2 requests/s (or 2 in flight) for 30 s, goes to 8 in 2 minutes, and is silent for 30 s.</summary>
public static class StagesText
{
    /// <summary>Reads one stage or more of a rate.</summary>
    public static bool TryParse(string text, out IReadOnlyList<LoadStage> stages, [NotNullWhen(false)] out string? problem) =>
        TryParse(text, RateText.TryParse, out stages, out problem);

    /// <summary>Reads one stage or more of requests in flight.</summary>
    public static bool TryParseConcurrency(string text, out IReadOnlyList<LoadStage> stages, [NotNullWhen(false)] out string? problem) =>
        TryParse(text, TryParseInFlight, out stages, out problem);

    private static bool TryParse(string text, OptionReader.Parser<double> level, out IReadOnlyList<LoadStage> stages, [NotNullWhen(false)] out string? problem)
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
            var (time, wanted) = (part[..at].Trim(), part[(at + 1)..].Trim());
            if (!DurationText.TryParse(time, out var duration, out var wrong) || (wrong = duration == TimeSpan.Zero ? "takes no time" : null) is not null)
            {
                problem = $"has the stage {part}: {time} {wrong}";
                return false;
            }
            var height = 0.0;
            if (wanted != "0" && !level(wanted, out height, out wrong))
            {
                problem = $"has the stage {part}: {wanted} {wrong}";
                return false;
            }
            list.Add(new LoadStage(duration, height, part[at] == '>'));
        }
        problem = list.TrueForAll(stage => stage.Level == 0) ? "sends nothing; give a stage more than 0"
            : list.Sum(stage => stage.Duration.TotalSeconds) > LimitOptions.LongestPlan.TotalSeconds ? $"is too long; the most is {LimitOptions.LongestPlan.TotalDays} days"
            : null;
        return problem is null;
    }

    private static bool TryParseInFlight(string text, out double value, [NotNullWhen(false)] out string? problem)
    {
        var read = CountText.TryParse(text, 1, LoadReader.MostInFlight, out var count, out problem);
        value = count;
        return read;
    }

    /// <summary>The way they are written.</summary>
    public static string Format(IReadOnlyList<LoadStage> stages) =>
        string.Join(',', stages.Select(stage => $"{DurationText.Format(stage.Duration)}{(stage.IsRamp ? '>' : ':')}{NumberText.Format(stage.Level)}"));
}
