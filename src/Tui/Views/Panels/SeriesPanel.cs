using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>A figure over the last two minutes.</summary>
internal static class SeriesPanel
{
    /// <summary>Output tokens per second.</summary>
    public static void DrawThroughput(Area area, ScreenModel model, bool isFocused)
    {
        var values = model.Selection.Series(second => second.OutputTokensPerS);
        SeriesChart.Draw(Frame.Draw(area, "output tok/s", Facts(values), isFocused), values);
    }

    /// <summary>Requests in flight.</summary>
    public static void DrawInFlight(Area area, ScreenModel model, bool isFocused)
    {
        var values = model.Selection.Series(second => second.InFlight);
        var cap = model.Data.Run?.Load.MaxConcurrency is { } most ? $"  cap {most}" : "";
        SeriesChart.Draw(Frame.Draw(area, "in flight", $"now {Figure.Count(model.Selection.InFlight)}  peak {Figure.Three(values.Max())}{cap}", isFocused), values);
    }

    /// <summary>Requests that ended well, per second.</summary>
    public static void DrawRequests(Area area, ScreenModel model, bool isFocused)
    {
        var values = model.Selection.Series(second => second.RequestsPerS);
        // What the plan asks for: of all groups, and only where it is one rate.
        var plan = model.Data.Run?.Load is { Kind: "open", RatePerS: not null, Arrivals: null or "requests" } load && model.Selection is { Group: null, Mode: ModeFilter.All }
            ? model.Snapshot.Level ?? load.RatePerS
            : null;
        SeriesChart.Draw(Frame.Draw(area, "requests/s", plan is null ? Facts(values) : $"{Facts(values)}  plan {Figure.Three(plan)}", isFocused), values, level: plan);
    }

    /// <summary>Failures per second.</summary>
    public static void DrawFailures(Area area, ScreenModel model, bool isFocused)
    {
        var values = model.Selection.Series(second => second.Failed);
        SeriesChart.Draw(Frame.Draw(area, "failures/s", $"{Figure.Count(model.Selection.Failed)} in all", isFocused), values, Ink.OtherBar);
    }

    private static string Facts(IReadOnlyList<double?> values) => $"now {Figure.Three(values.Count == 0 ? null : values[^1])}  peak {Figure.Three(values.Max())}";
}
