using VllmStream.Profiling.Output;
using VllmStream.Tui.Agents;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>What the agents of each region do together, and all of them.</summary>
internal static class AgentSumPanel
{
    /// <summary>Heading, sum of all, frame.</summary>
    public const int AroundRows = 4;

    private const int Medium = 110;
    private const int Around = 4;

    private static readonly (string Name, int Width, Func<AgentSum, string> Of, int LeastScreen)[] Columns =
    [
        ("agents", 6, sum => Figure.Count(sum.Agents), 0),
        ("sent", 7, sum => Figure.Count(sum.Sent), Medium),
        ("in flight", 9, sum => Figure.Count(sum.InFlight), Medium),
        ("ok", 7, sum => Figure.Count(sum.Ok), 0),
        ("failed", 6, sum => Figure.Count(sum.Failed), 0),
        ("req/s", 7, sum => Figure.Three(sum.RequestsPerS), Medium),
        ("tok/s", 7, sum => Figure.Three(sum.OutputTokensPerS), 0),
    ];

    /// <summary>Columns it takes with its frame.</summary>
    public static int WidthFor(int screen) => Around + NameWidth(screen) + Columns.Where(column => screen >= column.LeastScreen).Sum(column => column.Width + 1);

    /// <summary>Draws it.</summary>
    /// <param name="area">Where.</param>
    /// <param name="model">What.</param>
    /// <param name="screen">Width of the screen.</param>
    public static void Draw(Area area, ScreenModel model, int screen)
    {
        var sums = AgentSum.ByRegion(model.Agents);
        var inside = Frame.Draw(area, sums.Count > 1 ? "by region" : "all agents", model.Agents.Any(row => row.Standing == AgentStanding.Lost) ? "without LOST" : "");
        var at = NameWidth(screen);
        foreach (var column in Columns.Where(column => screen >= column.LeastScreen))
            inside.TextEndingAt(0, column.Name, Ink.Dim, at += column.Width + 1);
        // The sum of all stays in sight, however many regions there are.
        var regions = sums.Count - 1;
        var shown = regions <= inside.Rows - 2 ? regions : Math.Max(0, inside.Rows - 3);
        for (var i = 0; i < shown; i++)
            DrawSum(inside, i + 1, sums[i], screen, Ink.Plain);
        if (shown < regions)
            inside.Text(shown + 1, 0, $"and {regions - shown} more", Ink.Dim);
        DrawSum(inside, Math.Min(inside.Rows - 1, (shown < regions ? shown + 1 : shown) + 1), sums[^1], screen, Ink.Strong);
    }

    private static void DrawSum(Area area, int row, AgentSum sum, int screen, Ink ink)
    {
        area.Text(row, 0, TextWidth.Shorten(sum.Name, NameWidth(screen), "~"), ink);
        var at = NameWidth(screen);
        foreach (var column in Columns.Where(column => screen >= column.LeastScreen))
            area.TextEndingAt(row, column.Of(sum), ink, at += column.Width + 1);
    }

    private static int NameWidth(int screen) => screen >= Medium ? 14 : 8;
}
