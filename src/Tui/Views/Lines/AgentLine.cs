using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>How the agents of a run stand, on the overview: what they do, then who is in trouble, or where they are.</summary>
internal static class AgentLine
{
    /// <summary>What stands where single requests would.</summary>
    public const string NoRequests = "single requests are with the agents: in their files, or here by --collect";

    private const int LongName = 24;
    private const int ShortName = 10;

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        var (agents, heading) = (model.Agents, "agents ");
        var standing = Standing(agents);
        if (Trouble(agents, line.Columns - heading.Length - standing.Length - 4) is not { } trouble)
        {
            var column = line.Text(0, 1, heading + standing, Ink.Strong) + 3;
            DrawRegions(line.Part(0, column, 1, line.Columns - column), agents);
            return;
        }
        // Who is lost is more than who is a little ahead or behind.
        if (heading.Length + standing.Length + 4 + TextWidth.Of(trouble) > line.Columns)
            (standing, trouble) = (standing.Split(',')[0], Trouble(agents, line.Columns - heading.Length - standing.Split(',')[0].Length - 4)!);
        line.Text(0, line.Text(0, 1, heading + standing, Ink.Strong) + 3, trouble, Ink.Bad);
    }

    /// <summary>How many do what most do, and what the others do that nothing is wrong with.</summary>
    public static string Standing(IReadOnlyList<AgentRow> agents)
    {
        var well = agents.Where(row => row.Standing is not (AgentStanding.Lost or AgentStanding.Failed or AgentStanding.Refused))
            .GroupBy(row => row.Standing).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).ToArray();
        if (well.Length == 0)
            return $"0 of {agents.Count}";
        return $"{well[0].Count()} of {agents.Count} {string.Join(", ", well.Select((group, i) => i == 0 ? AgentRow.WordOf(group.Key) : $"{group.Count()} {AgentRow.WordOf(group.Key)}"))}";
    }

    /// <summary>The worst of those that something is wrong with, and how many more there are; null where all is well.</summary>
    /// <param name="agents">In the order of the model.</param>
    /// <param name="columns">Room for it: names are cut for it, and the region goes before what it is about.</param>
    public static string? Trouble(IReadOnlyList<AgentRow> agents, int columns)
    {
        var count = agents.Count(row => row.Trouble is not null);
        if (count == 0)
            return null;
        var worst = agents[0];
        var what = $" {worst.Trouble}: share {worst.Share} of {worst.Shares}{(count > 1 ? $", and {count - 1} more" : "")}";
        var full = Name(LongName) + Region(LongName) + what;
        var cut = Name(ShortName) + Region(ShortName) + what;
        return TextWidth.Of(full) <= columns ? full : TextWidth.Of(cut) <= columns ? cut : Name(ShortName) + what;

        string Name(int width) => TextWidth.Shorten(worst.Name, width, "~");

        string Region(int width) => worst.Region.Length > 0 ? $" ({TextWidth.Shorten(worst.Region, width, "~")})" : "";
    }

    private static void DrawRegions(Area area, IReadOnlyList<AgentRow> agents)
    {
        var regions = agents.Where(row => row.Region.Length > 0).GroupBy(row => row.Region, StringComparer.Ordinal).OrderBy(region => region.Key, StringComparer.Ordinal).ToArray();
        var column = 0;
        for (var i = 0; i < regions.Length; i++)
        {
            var text = $"{TextWidth.Shorten(regions[i].Key, LongName, "~")} {regions[i].Count()}";
            var more = $"and {regions.Length - i} more";
            var needed = TextWidth.Of(text) + (i == regions.Length - 1 ? 0 : more.Length + 2);
            if (column + needed > area.Columns)
            {
                area.Text(0, column, more, Ink.Dim);
                return;
            }
            column = area.Text(0, column, text) + 2;
        }
    }
}
