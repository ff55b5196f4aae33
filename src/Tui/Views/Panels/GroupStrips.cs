using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>A metric by group: a distribution a row, all over the same axis.</summary>
internal static class GroupStrips
{
    // Its frame, the axis and its values.
    private const int Around = 4;

    /// <summary>Rows it wants of an area; 0 where there is nothing to hold against each other.</summary>
    public static int RowsFor(ScreenModel model, int rows) => GroupsOf(model).Count < 2 ? 0 : Math.Min(GroupsOf(model).Count + Around, rows / 2);

    /// <summary>Draws it; of groups that do not fit those with the most requests stay.</summary>
    public static void Draw(Area area, ScreenModel model, MetricId metric)
    {
        var groups = GroupsOf(model);
        var most = Math.Max(0, area.Rows - Around);
        var shown = groups.OrderByDescending(group => group.Measured).Take(most).Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var inside = Frame.Draw(area, "by group", shown.Count < groups.Count ? $"{shown.Count} of {Figure.Count(groups.Count)}" : "each to its own height");
        HistogramChart.DrawStrips(inside, [.. groups.Where(group => shown.Contains(group.Name)).Select(group => (group.Name, DistributionPanel.BarsOf(group.Bars, metric), group.Name == model.State.Group ? Ink.Here : Ink.Plain))],
            model.State.IsLog && metric != MetricId.TokensPerSecond);
    }

    private static List<GroupSnapshot> GroupsOf(ScreenModel model) => [.. model.Snapshot.Groups.Where(group => model.Selection.Mode == ModeFilter.All || model.Selection.Holds(group.Name))];
}
