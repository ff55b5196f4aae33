using System.Globalization;
using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Agents;

/// <summary>The columns of the table of agents, in their order. What is wrong with one stands behind them, where there is room.</summary>
internal static class AgentColumns
{
    private const int Medium = 110;
    private const int Large = 180;

    private const string NameColumn = "agent";
    private const string RegionColumn = "region";

    /// <summary>All; together with the blanks between them those of the smallest screen fill it.</summary>
    public static IReadOnlyList<AgentColumn> All { get; } =
    [
        new(NameColumn, 12, row => row.Name, IsText: true),
        new(RegionColumn, 8, row => row.Region, IsText: true),
        new("share", 5, row => row.Share.ToString(CultureInfo.InvariantCulture)),
        new("state", 9, row => row.Word, IsText: true),
        new("sent", 7, row => Figure.Count(row.Sent), Medium),
        new("in flight", 9, row => Figure.Count(row.InFlight), Medium),
        new("ok", 7, row => Figure.Count(row.Ok)),
        new("failed", 6, row => Figure.Count(row.Failed)),
        new("req/s", 7, row => Figure.Three(row.RequestsPerS), Medium),
        new("tok/s", 7, row => Figure.Three(row.OutputTokensPerS)),
        new("ttft p50", 8, row => Figure.Three(row.TtftP50Ms)),
        new("p99", 6, row => Figure.Three(row.TtftP99Ms)),
        new("silent s", 8, row => Figure.Three(row.SilentMs / 1_000), Medium),
        new("missed", 6, row => Figure.Count(row.MissedReports), Large),
        new("clock ms", 8, row => Figure.Tenth(row.ClockErrorMs), Large),
        new("start ms", 8, row => $"{(row.StartErrorMs < 0 ? "-" : "")}{Figure.Tenth(row.StartErrorMs is { } start ? Math.Abs(start) : null)}", Large),
    ];

    /// <summary>Those for which there is room; names get more of it on a larger screen.</summary>
    public static IReadOnlyList<AgentColumn> For(int screen) => [.. All.Where(column => screen >= column.LeastScreen).Select(column => column with { Width = WidthOf(column, screen) })];

    private static int WidthOf(AgentColumn column, int screen) => (column.Name, screen) switch
    {
        (NameColumn, >= Large) => 24,
        (NameColumn, >= Medium) => 17,
        (RegionColumn, >= Large) => 14,
        _ => column.Width,
    };
}
