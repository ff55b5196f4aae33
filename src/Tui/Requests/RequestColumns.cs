using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Requests;

/// <summary>The columns of the table of requests, in their order.</summary>
internal static class RequestColumns
{
    private const int Medium = 110;
    private const int Large = 150;
    private const int IdWidth = 7;
    private const int WideGroup = 24;

    /// <summary>All.</summary>
    public static IReadOnlyList<RequestColumn> All { get; } =
    [
        new("id", IdWidth, item => IdText(item.Id), item => item.Id),
        new("group", 12, item => item.Group, item => item.Group, IsText: true),
        new("mode", 7, item => item.Mode, item => item.Mode, Large, IsText: true),
        new("state", 16, item => item.State, item => item.State, IsText: true),
        new("age s", 8, item => Figure.Three(item.AgeMs / 1_000), item => item.AgeMs),
        new("wait ms", 8, item => Figure.Tenth(item.WaitMs), item => item.WaitMs, Large),
        new("ttft ms", 9, item => Figure.Three(item.TtftMs), item => item.TtftMs),
        new("e2e ms", 9, item => Figure.Three(item.E2eMs), item => item.E2eMs, Medium),
        new("tokens", 8, item => Figure.Count(item.Tokens), item => item.Tokens),
        new("of max", 8, item => Figure.Count(item.MaxTokens), item => item.MaxTokens, Large),
        new("tok/s", 8, item => Figure.Three(item.Rate), item => item.Rate),
        new("last gap", 9, item => Figure.Three(item.LastGapMs), item => item.LastGapMs, Large),
        new("max gap", 9, item => Figure.Three(item.MaxGapMs), item => item.MaxGapMs, Medium),
        new("conn", 8, item => item.Connection ?? Figure.Absent, item => item.Connection, Medium, IsText: true),
    ];

    /// <summary>Those for which there is room.</summary>
    public static IReadOnlyList<RequestColumn> For(int screen) =>
        [.. All.Where(column => screen >= column.LeastScreen).Select(column => column.Name == "group" && screen >= Large ? column with { Width = WideGroup } : column)];

    /// <summary>The column to sort by after another: the next that is shown, and none after the last.</summary>
    /// <param name="sorted">Its number from 1; 0 = none.</param>
    /// <param name="screen">Width of the screen.</param>
    public static int After(int sorted, int screen)
    {
        for (var next = sorted + 1; next <= All.Count; next++)
        {
            if (screen >= All[next - 1].LeastScreen)
                return next;
        }
        return 0;
    }

    // A number that is cut must not look like another one.
    private static string IdText(long id)
    {
        var text = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return text.Length <= IdWidth ? text : $"~{text[^(IdWidth - 1)..]}";
    }
}
