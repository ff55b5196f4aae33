using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views;

/// <summary>What was tried, while the server does not answer, or when it never did.</summary>
internal static class ConnectingView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var data = model.Data;
        var inside = Frame.Draw(area.Part(1, 0, Math.Min(area.Rows - 4, data.Talk.Count + 8), area.Columns), data.StartFailure is null ? "waiting for the server" : "the run did not begin");
        var row = 0;
        foreach (var line in Wrap(data.StartFailure ?? $"{data.Target} has not answered yet", inside.Columns))
            inside.Text(row++, 0, line, data.StartFailure is null ? Ink.Plain : Ink.Bad);
        row++;
        if (data.Talk.Count > 0)
            inside.Text(row++, 0, "what was tried", Ink.Dim);
        foreach (var talk in data.Talk.TakeLast(Math.Max(0, inside.Rows - row)))
            inside.Text(row++, 0, talk);
        area.Text(area.Rows - 2, 1, data.StartFailure is null
            ? "No load has been sent. Nothing is measured until one probe request succeeds."
            : $"No load has been sent. q leaves with exit code {data.Summary?.Judgement.ExitCode ?? 3}.", Ink.Dim);
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (TextWidth.Of(text) > width && width > 0)
        {
            (var head, text) = TextWidth.Break(text, width);
            yield return head;
        }
        yield return text;
    }
}
