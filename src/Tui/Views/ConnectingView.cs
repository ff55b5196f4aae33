using VllmStream.Profiling;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Server;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tui.Views;

/// <summary>What was tried, while the server does not answer, or when it never did.</summary>
internal static class ConnectingView
{
    private const int ResultColumn = 40;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        if (model.Data.Status is not { } status)
            return;
        var inside = Frame.Draw(area.Part(1, 0, Math.Min(area.Rows - 5, 16), area.Columns), status.Failure is not null ? "the run did not begin" : model.Data.Agents.Count > 0 ? "waiting for the agents" : "waiting for the server");
        var row = 0;
        foreach (var line in TextLines.Of(status.Failure?.Text ?? status.Reach?.Failure ?? WaitOf(model), inside.Columns))
            inside.Text(row++, 0, line, status.Failure is null ? Ink.Plain : Ink.Bad);
        if (status.Failure?.Attempt is { } attempt)
            inside.Text(row++, 0, $"try: {attempt}", Ink.Here);
        row++;
        if (status.Reach is { } reach)
            row = DrawSteps(inside, row, reach);
        area.Text(area.Rows - 3, 1, status.Failure is null ? "No load has been sent. Nothing is measured until one probe request succeeds." : $"No load has been sent. q leaves with exit code {status.ExitCode}.");
        if (status is { Failure: null, GivesUpInMs: { } ms })
            area.Text(area.Rows - 2, 1, $"Gives up in {ClockText.Of(ms)} with exit code 3.", Ink.Dim);
    }

    // Each agent looks at the server by itself, and the load begins when all have.
    private static string WaitOf(ScreenModel model) => model.Data.Agents.Count == 0
        ? $"{model.Data.Target} has not answered yet"
        : string.Join(", ", model.Data.Agents.GroupBy(agent => agent.Word).Select(group => $"{group.Count()} of {model.Data.Agents.Count} agents {group.Key}"));

    private static int DrawSteps(Area inside, int row, ReachStatus reach)
    {
        inside.Text(row, 0, "what was tried", Ink.Dim);
        inside.Text(row++, ResultColumn, "result", Ink.Dim);
        foreach (var step in reach.Steps)
        {
            inside.Text(row, 0, step.Kind switch
            {
                ReachStepKind.Resolve => "resolve the name",
                ReachStepKind.Proxy => "proxy",
                ReachStepKind.TcpConnect => "TCP connect",
                ReachStepKind.Tls => "TLS handshake",
                _ => "GET /v1/models",
            });
            inside.Text(row++, ResultColumn, step.Result is null ? "not reached" : $"{step.Result}{(step.Times > 1 ? $"  x{step.Times}" : "")}", step.Result is null ? Ink.Dim : Ink.Plain);
        }
        return row + 1;
    }
}
