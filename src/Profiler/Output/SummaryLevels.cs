using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The levels of a load that was changed while it ran.</summary>
internal static class SummaryLevels
{
    public static void Write(SummaryPage page, RunSummary summary)
    {
        var unit = summary.Run.Load.Kind switch { "open" => "req/s", "users" => "users", _ => "in flight" };
        for (var i = 0; i < summary.Levels.Count; i++)
        {
            var level = summary.Levels[i];
            page.Facts(
                i == 0 ? "levels" : "",
                $"{(unit == "req/s" ? Figure.Three(level.Level) : Figure.Count((long)level.Level))} {unit} for {Figure.Clock(level.ToMs - level.FromMs)}",
                $"n {Figure.Count(level.Ok)}",
                $"TTFT p50 {Time(level.TtftP50Ms)} p99 {Time(level.TtftP99Ms)}",
                $"{Figure.Three(level.OutputTokensPerS)} tok/s");
        }
    }

    private static string Time(double? ms) => ms is { } value ? Figure.Time(value) : Figure.Absent;
}
