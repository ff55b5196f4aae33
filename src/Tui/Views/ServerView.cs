using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tui.Views;

/// <summary>View 7: what the server says of itself, and this client's share in the numbers.</summary>
internal static class ServerView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (server, client) = area.SplitRows(area.Rows / 2);
        var inside = Frame.Draw(server, "server and GPU");
        inside.Text(0, 0, "no metrics of the server are read yet: what is shown here is what this client measured", Ink.Dim);
        var health = Frame.Draw(client, "client");
        ClientLine.Draw(health.Part(0, 0, 1, health.Columns), model);
        var row = 2;
        foreach (var reason in model.Data.Summary?.Client?.InvalidReasons ?? model.Snapshot.InvalidReasons)
            health.Text(row++, 1, reason, Ink.Bad);
        if (row == 2)
            health.Text(row, 1, "a send that is late, a read that is late or a pause that is long makes the run NOT VALID", Ink.Dim);
    }
}
