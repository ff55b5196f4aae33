using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>Counts and rates of the run, on the overview.</summary>
internal static class CountLine
{
    private const int Wide = 110;

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        var figures = model.Selection;
        var wide = line.Columns >= Wide;
        var gap = wide ? 3 : 2;
        var column = line.Text(0, 1, $"sent {Figure.Count(figures.Sent)}") + gap;
        column = line.Text(0, column, $"in flight {Figure.Count(figures.InFlight)}") + gap;
        column = line.Text(0, column, $"ok {Figure.Count(figures.Ok)}") + gap;
        var ended = figures.Ok + figures.Failed;
        var share = figures.Failed == 0 ? "" : $" ({Figure.Share((double)figures.Failed / ended)})";
        column = line.Text(0, column, $"failed {Figure.Count(figures.Failed)}{share}", figures.Failed == 0 ? Ink.Plain : Ink.Bad) + gap;
        if (model.IsOver)
        {
            DrawSteady(line, column, gap, model);
            return;
        }
        var planned = wide && model.Data.Run?.Load is { RatePerS: { } rate, Kind: "open", Arrivals: null or "requests" } ? $" of {Figure.Three(rate)}" : "";
        column = line.Text(0, column, $"{Figure.Three(figures.Lately(second => second.RequestsPerS))} req/s{planned}") + gap;
        column = line.Text(0, column, $"{Figure.Three(figures.Lately(second => second.OutputTokensPerS))} tok/s{(wide ? " (10 s)" : "")}") + gap;
        if (model.Data.Run?.Load is { } load && model.Snapshot.Level is { } level && level != (load.Concurrency ?? load.RatePerS))
            column = line.Text(0, column, $"level {Figure.Three(level)}", Ink.Here) + gap;
        if (model.Snapshot.Window > 1)
            column = line.Text(0, column, $"window {model.Snapshot.Window}", Ink.Here) + gap;
        if (model.Selection is { Group: null, Mode: ModeFilter.All } && model.Snapshot is { Good: { } good, Measured: > 0 and var measured })
            line.Text(0, column, $"slo {Figure.Share((double)good / measured)}");
    }

    // Once it is over, the figures of the summary and no others.
    private static void DrawSteady(Area line, int column, int gap, ScreenModel model)
    {
        if (model.Data.Summary?.Totals.Steady is not { } steady || model.Selection is not { Group: null, Mode: ModeFilter.All })
            return;
        column = line.Text(0, column, $"{Figure.Three(steady.RequestsPerS)} req/s") + gap;
        column = line.Text(0, column, $"{Figure.Three(steady.OutputTokensPerS)} tok/s") + gap;
        if (model.Data.Summary.Totals.Goodput is { } goodput)
            line.Text(0, column, $"slo {Figure.Share(goodput.MetRatio)}  goodput {Figure.Three(goodput.RequestsPerS)}/s");
    }
}
