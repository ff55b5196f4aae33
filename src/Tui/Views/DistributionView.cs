using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>Views 2 to 4: one metric as a distribution, in numbers, and by group.</summary>
internal static class DistributionView
{
    private const int FiguresWidth = 28;
    private const int WideFigures = 40;
    private const int Wide = 110;

    // Heading, n, minimum, six percentiles, maximum, and the frame.
    private const int FigureRows = 12;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, MetricId metric)
    {
        var (panels, foot) = area.SplitRows(area.Rows - (metric == MetricId.Ttft ? 3 : 2));
        var (chart, side) = panels.SplitColumns(panels.Columns - (area.Columns >= Wide ? WideFigures : FiguresWidth));
        DrawCharts(chart, model, metric);
        var groups = model.Snapshot.Groups.Count > 1 ? model.Snapshot.Groups.Count + 1 : 0;
        var (figures, worst) = side.SplitRows(side.Rows - FigureRows - groups >= WorstPanel.LeastRows ? FigureRows + groups : side.Rows);
        DrawFigures(figures, model, metric);
        if (!worst.IsEmpty)
            WorstPanel.Draw(worst, model, metric);
        DrawFoot(foot, model, metric);
    }

    // The distribution; under it what belongs to it: the groups against each other, or the rate against the length.
    private static void DrawCharts(Area area, ScreenModel model, MetricId metric)
    {
        if (metric == MetricId.Itl)
        {
            var (all, positions) = area.SplitRows(area.Rows - PositionPanel.RowsFor(model, area.Rows));
            if (!positions.IsEmpty)
                PositionPanel.Draw(positions, model);
            area = all;
        }
        var lengths = metric == MetricId.TokensPerSecond ? new LengthPanel(model) : null;
        var below = lengths?.RowsFor(area.Rows) ?? GroupStrips.RowsFor(model, area.Rows);
        var (chart, other) = area.SplitRows(area.Rows - below);
        DistributionPanel.Draw(chart, model, metric, isFocused: false, saysSubject: true);
        if (other.IsEmpty)
            return;
        if (lengths is not null)
            lengths.Draw(other);
        else
            GroupStrips.Draw(other, model, metric);
    }

    private static void DrawFigures(Area area, ScreenModel model, MetricId metric)
    {
        var inside = Frame.Draw(area, "percentiles");
        var latest = new Selection(model.Snapshot, model.State.Group, TimeWindow.Last10);
        inside.TextEndingAt(0, model.State.Window == TimeWindow.Whole ? "all" : Lines.TabLine.WindowText(model.State.Window), Ink.Dim, 15);
        inside.TextEndingAt(0, "10 s", Ink.Dim);
        var row = 1;
        foreach (var (name, now, lately) in Rows(model.Selection.Metrics, latest.Metrics, metric, model.State.Percentiles))
        {
            inside.Text(row, 0, name, Ink.Dim);
            inside.TextEndingAt(row, now, Ink.Plain, 15);
            inside.TextEndingAt(row++, model.IsOver ? "" : lately, Ink.Dim);
        }
        row++;
        foreach (var group in model.Snapshot.Groups.Count > 1 ? model.Snapshot.Groups : [])
        {
            var isOpen = group.Name == model.State.Group;
            var figure = metric == MetricId.TokensPerSecond ? group.Metrics.TokensPerS.P50 : group.Metrics.Time(metric).P50;
            inside.Text(row, 0, TextWidth.Shorten(group.Name, inside.Columns - 12, "~"), isOpen ? Ink.Here : Ink.Plain);
            inside.TextEndingAt(row++, $"{Figure.Three(figure)} p50", isOpen ? Ink.Here : Ink.Plain);
        }
    }

    private static IEnumerable<(string Name, string All, string Lately)> Rows(MetricBlocks all, MetricBlocks lately, MetricId metric, PercentileSet set)
    {
        if (metric == MetricId.TokensPerSecond)
        {
            var (rate, late) = (all.TokensPerS, lately.TokensPerS);
            return
            [
                ("n", Figure.Count(rate.N), Figure.Absent), ("max", Figure.Three(rate.Max), Figure.Three(late.Max)), ("p50", Figure.Three(rate.P50), Figure.Three(late.P50)),
                ("p10", Figure.Three(rate.P10), Figure.Three(late.P10)), ("p1", Figure.Three(rate.P1), Figure.Three(late.P1)), ("min", Figure.Three(rate.Min), Figure.Three(late.Min)),
            ];
        }
        var (one, other) = (all.Time(metric), lately.Time(metric));
        var rows = new List<(string Name, Func<MetricBlock, double?> Of)> { ("min", block => block.Min), ("p50", block => block.P50), ("p75", block => block.P75), ("p90", block => block.P90), ("p95", block => block.P95), ("p99", block => block.P99), ("p99.9", block => block.P999), ("max", block => block.Max) };
        if (set == PercentileSet.Quartiles)
            rows.RemoveAll(row => row.Name is "p90" or "p95" or "p99" or "p99.9");
        else if (set == PercentileSet.Tail)
            rows.RemoveAll(row => row.Name is "min" or "p50" or "p75");
        return [("n", Figure.Count(one.N), Figure.Count(other.N)), .. rows.Select(row => (row.Name, Figure.Three(row.Of(one)), Figure.Three(row.Of(other))))];
    }

    private static void DrawFoot(Area area, ScreenModel model, MetricId metric)
    {
        var snapshot = model.Snapshot;
        switch (metric)
        {
            case MetricId.Itl:
                area.Text(0, 1, snapshot.TokensPerEvent is { } tokens
                    ? $"{Figure.Three(tokens)} tokens per event{(tokens is > 0.98 and < 1.02 ? "" : ": ITL is the time between chunks, TPOT the time per token")}"
                    : "tokens per event unknown: ITL is the time between chunks");
                break;
            case MetricId.TokensPerSecond:
                area.Text(0, 1, "tokens after the first event, over the time from the first to the last");
                break;
            default:
                area.Text(0, 1, model.Data.Run?.Slo is { Count: > 0 } slo && snapshot is { Good: { } good, Measured: > 0 and var of }
                    ? $"slo {string.Join(' ', slo.Select(term => term.Text))} kept by {Figure.Count(good)} of {Figure.Count(of)} ({Figure.Share((double)good / of)})"
                    : "first event with a generated token of any channel; a role chunk is none");
                break;
        }
        if (metric == MetricId.Itl && StreamText(model) is { } stream)
        {
            area.Text(1, 1, stream, Ink.Dim);
            return;
        }
        if (metric == MetricId.Ttft)
        {
            PhaseLines.Draw(area.Part(1, 0, 2, area.Columns), model);
            return;
        }
        if (model.Selection.Metrics.Time(metric == MetricId.TokensPerSecond ? MetricId.E2e : metric) is { N: > 0, P99: null })
            area.Text(1, 1, "- too few samples: p99 needs 100, p99.9 needs 1000", Ink.Dim);
    }

    private static string? StreamText(ScreenModel model)
    {
        var smooth = model.Selection.Smoothness;
        var (events, reads) = (0L, 0L);
        foreach (var one in model.Selection.EndedWell.Where(one => one is { Streaming: true, Reads: > 0 }))
            (events, reads) = (events + one.Events, reads + one.Reads);
        if (smooth.Requests == 0 || reads == 0)
            return null;
        var stalls = smooth.Stalls == 0
            ? $"no stall in {Figure.Count(smooth.Requests)} answers"
            : $"{Figure.Count(smooth.Stalls)} stalls in {Figure.Count(smooth.StalledRequests)} of {Figure.Count(smooth.Requests)} answers, longest {Figure.Time(smooth.LongestStallMs!.Value)}";
        return $"{stalls}   read without a wait {Figure.Share(smooth.ReadWithoutWaitRatio)}   {Figure.Three((double)events / reads)} events per read";
    }
}
