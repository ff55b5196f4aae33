using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>A metric as a histogram.</summary>
internal static class DistributionPanel
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, MetricId metric, bool isFocused, bool saysSubject = false)
    {
        var definition = MetricTable.Of(metric);
        var bars = BarsOf(model.Selection.Bars, metric);
        var isLog = model.State.IsLog && metric != MetricId.TokensPerSecond;
        var title = $"{definition.Label} {definition.Unit}{(saysSubject ? $"  {definition.Subject}" : "")}";
        var inside = Frame.Draw(area, title, $"{(isLog ? "log" : "linear")}  n {Figure.Count(bars.Sum(bar => bar.Count))}", isFocused);
        HistogramChart.Draw(inside, bars, isLog, MarksOf(model, metric), model is { Stage: RunState.Warmup, State.Window: TimeWindow.Whole } ? "warm-up is not counted; w: last 10 s" : "no samples yet");
    }

    /// <summary>Buckets of a metric.</summary>
    public static IReadOnlyList<HistogramBar> BarsOf(MetricBars bars, MetricId metric) => metric switch
    {
        MetricId.Ttft => bars.Ttft,
        MetricId.Itl => bars.Itl,
        MetricId.TokensPerSecond => bars.Rate,
        _ => bars.E2e,
    };

    private static ChartMark[] MarksOf(ScreenModel model, MetricId metric)
    {
        if (metric == MetricId.TokensPerSecond)
        {
            var rate = model.Selection.Metrics.TokensPerS;
            return [new("p1", rate.P1), new("p10", rate.P10), new("p50", rate.P50)];
        }
        var block = model.Selection.Metrics.Time(metric);
        return model.State.Percentiles switch
        {
            PercentileSet.Tail => [new("p90", block.P90), new("p99", block.P99), new("p99.9", block.P999)],
            PercentileSet.Quartiles => [new("min", block.Min), new("p50", block.P50), new("p75", block.P75), new("max", block.Max)],
            _ => [new("p50", block.P50), new("p90", block.P90), new("p99", block.P99)],
        };
    }
}
