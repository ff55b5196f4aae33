using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 7: what the server says of itself, and this client's share in the numbers.</summary>
/// <remarks>
/// <code>
/// server and GPU
/// running | waiting | KV cache      as many as fit, with what they need to be read
/// TTFT    | queue   | GPU
/// client
/// </code>
/// </remarks>
internal static class ServerView
{
    private const int ChartColumns = 38;
    private const int LeastChartRows = 5;
    private const int ClientRows = 6;

    private static readonly (string Title, Func<ServerPoint, double?> Of)[] Charts =
    [
        ("running", point => point.Running),
        ("waiting", point => point.Waiting),
        ("KV cache", point => point.KvCacheRatio * 100),
        ("server TTFT ms", point => point.TtftMs),
        ("queue ms", point => point.QueueMs),
        ("GPU util", point => point.GpuRatio * 100),
        ("GPU W", point => point.GpuPowerW),
    ];

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (server, client) = area.SplitRows(ServerPanel.HasFigures(model) ? area.Rows - ClientRows : area.Rows / 2);
        var age = model.Snapshot.Server is { } figures ? ServerPanel.Age(figures, model) : "";
        var inside = Frame.Draw(server, "server and GPU", age);
        var rows = ServerPanel.Draw(inside, model);
        DrawCharts(inside.Part(rows, 0, inside.Rows - rows, inside.Columns), model);
        DrawClient(Frame.Draw(client, "client"), model);
    }

    private static void DrawCharts(Area area, ScreenModel model)
    {
        if (model.Snapshot.Server is not { History.Count: > 0 } server)
            return;
        var known = Charts.Where(chart => server.History.Any(point => chart.Of(point) is not null)).ToArray();
        var across = Math.Clamp(area.Columns / ChartColumns, 1, Math.Max(1, known.Length));
        var down = Math.Min(area.Rows / LeastChartRows, (known.Length + across - 1) / across);
        for (var row = 0; row < down; row++)
        {
            var band = area.Part(row * (area.Rows / down), 0, area.Rows / down, area.Columns).Columnwise(across);
            for (var i = 0; i < across && row * across + i < known.Length; i++)
                DrawChart(band[i], known[row * across + i], server.History);
        }
    }

    private static void DrawChart(Area area, (string Title, Func<ServerPoint, double?> Of) chart, IReadOnlyList<ServerPoint> history)
    {
        var values = history.Select(chart.Of).ToArray();
        SeriesChart.Draw(Frame.Draw(area, chart.Title, $"now {Figure.Amount(values[^1])}  peak {Figure.Amount(values.Max())}"), values);
    }

    private static void DrawClient(Area health, ScreenModel model)
    {
        ClientLine.Draw(health.Part(0, 0, 1, health.Columns), model);
        if ((model.Data.Summary?.Client ?? model.Snapshot.Client) is { } client)
            health.Text(1, 1, HostText(client, health.Columns >= 100));
        var row = 2;
        foreach (var reason in model.Data.Summary?.Client?.InvalidReasons ?? model.Snapshot.InvalidReasons)
            health.Text(row++, 1, reason, Ink.Bad);
        if (row == 2)
            health.Text(row, 1, "late sends, late reads or long pauses make the run NOT VALID", Ink.Dim);
    }

    private static string HostText(ClientHealthReport client, bool isWide) =>
        $"this machine  cpu {Figure.Percent(client.HostCpuRatio)}   memory {Size(client.MemoryBytes)}   net in {Size(client.NetReceivedBytesPerS)}/s out {Size(client.NetSentBytesPerS)}/s"
        + (isWide ? $"   to itself {Size(client.LoopbackBytesPerS)}/s" : "");

    private static string Size(double? bytes) => bytes is { } known ? Figure.Size((long)known) : Figure.Absent;
}
