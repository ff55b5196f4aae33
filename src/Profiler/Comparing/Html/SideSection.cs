using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>What is compared.</summary>
internal static class SideSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, RunComparison comparison)
    {
        var (a, b) = (comparison.SideA, comparison.SideB);
        to.BeginTable("words-table", "", "a", "b");
        Row(to, "file", a.Name, b.Name);
        Row(to, "measured by", a.Tool, b.Tool);
        Row(to, "run", a.Run, b.Run);
        Row(to, "verdict", a.Verdict, b.Verdict);
        Row(to, "started", Time(a), Time(b));
        Row(to, "model", a.Model, b.Model);
        Row(to, "target", a.Target, b.Target);
        Row(to, "load", a.Load, b.Load);
        Row(to, "requests", Figure.Count(a.Requests), Figure.Count(b.Requests));
        to.EndTable();
        if ((a.Absence ?? b.Absence) is { } absence)
            to.Element("p class=\"note\"", $"{Figure.Absent} is not there: {absence}.");
    }

    private static void Row(MarkupWriter to, string name, string? a, string? b) => to.Row(name, a ?? Figure.Absent, b ?? Figure.Absent);

    private static string? Time(ComparedSide side) => side.StartedAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : null;
}
