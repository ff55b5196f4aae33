using VllmStream.Profiling.Health;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The client's own share in the numbers.</summary>
internal static class ClientLine
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        if ((model.Data.Summary?.Client ?? model.Snapshot.Client) is not { } client)
        {
            line.Text(0, 1, "client  not measured yet", Ink.Dim);
            return;
        }
        // What the verdict would be now; once it is over, what it is.
        var isValid = (model.Data.Summary?.Client?.InvalidReasons ?? model.Snapshot.InvalidReasons).Count == 0;
        var column = line.Text(0, 1, isValid ? "client OK" : "client NOT VALID", isValid ? Ink.Good : Ink.Bad) + 2;
        column = line.Text(0, column, $"send lag p99 {Lag(client.SendLagP99Ms)}") + 3;
        column = line.Text(0, column, $"read lag p99 {Lag(client.ReadLagP99Ms)}") + 3;
        column = line.Text(0, column, $"GC max {Lag(client.GcPauseMaxMs)}") + 3;
        line.Text(0, column, CpuText(client));
    }

    private static string CpuText(ClientHealthReport client) => $"cpu {Figure.Percent(client.CpuRatio)}{(client.Cores > 0 ? $" of {client.Cores}" : "")}";

    private static string Lag(double? ms) => ms is null ? Figure.Absent : $"{Figure.Tenth(ms)} ms";
}
