using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>A histogram, and under it on the same axis which share of the samples is at or under each value.</summary>
internal static class DistributionChart
{
    private const int Bars = 40;
    private const int Steps = 120;
    private const double Top = 20;
    private const double Middle = 140;
    private const double CurveTop = 158;
    private const double Bottom = 258;
    private const double Height = 290;

    /// <summary>Room that the name of a mark needs.</summary>
    private const double NameWidth = 26;

    /// <summary>Draws one.</summary>
    /// <param name="to">The page.</param>
    /// <param name="name">Name of the metric.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="distribution">The samples; at least one.</param>
    /// <param name="isLog">True for a logarithmic axis.</param>
    /// <param name="marks">Percentiles to mark.</param>
    public static void Write(MarkupWriter to, string name, string unit, Distribution distribution, bool isLog, IReadOnlyList<DistributionMark> marks)
    {
        var buckets = distribution.Bars();
        var (min, max) = WithAir(distribution.Min ?? 0, distribution.Max ?? 0, isLog);
        var bars = BinnedDistribution.Of(buckets, min, max, isLog, Bars);
        var plot = new Plot(to, bars.Axis);
        plot.Begin($"{name}: histogram and cumulative share of {distribution.Count} samples", Height);
        plot.TicksAcross(Top, Bottom, unit);
        WriteBars(plot, bars, distribution.Count, unit);
        WriteCurve(plot, BinnedDistribution.Of(buckets, min, max, isLog, Steps), distribution.Count, unit);
        WriteMarks(plot, marks, unit);
        plot.End();
    }

    private static void WriteBars(Plot plot, BinnedDistribution bars, long n, string unit)
    {
        var y = ChartAxis.FromZero(bars.Bins.Max(bin => bin.Count), 5);
        plot.TicksUp(y, Top, Middle, ChartAxis.Label);
        foreach (var bin in bars.Bins)
        {
            if (bin.Count == 0)
                continue;
            var (left, right, top) = (plot.Across(bin.From), plot.Across(bin.To), Plot.Up(y, bin.Count, Top, Middle));
            // A bar of one sample among a million is there, and is seen.
            top = Math.Min(top, Middle - 1);
            plot.Box("bar", left + 0.4, top, right - left - 0.8, Middle - top);
            plot.Hit(left, Top, right - left, Middle - Top, $"{Edge(bin.From)} to {Edge(bin.To)} {unit}\n{bin.Count} of {n} ({Figure.Share((double)bin.Count / n)})");
        }
    }

    private static void WriteCurve(Plot plot, BinnedDistribution steps, long n, string unit)
    {
        var y = ChartAxis.Linear(0, 1);
        plot.TicksUp(y, CurveTop, Bottom, share => Figure.Percent(share));
        var places = new List<(double X, double Y)?> { (plot.Across(steps.Axis.From), Bottom) };
        long seen = 0;
        foreach (var step in steps.Bins)
        {
            seen += step.Count;
            var (left, right) = (plot.Across(step.From), plot.Across(step.To));
            places.Add((right, Plot.Up(y, (double)seen / n, CurveTop, Bottom)));
            plot.Hit(left, CurveTop, right - left, Bottom - CurveTop, $"up to {Edge(step.To)} {unit}\n{seen} of {n} ({Figure.Share((double)seen / n)})");
        }

        plot.Line("s1", places);
    }

    private static void WriteMarks(Plot plot, IReadOnlyList<DistributionMark> marks, string unit)
    {
        var y = ChartAxis.Linear(0, 1);
        var named = new List<double>();
        foreach (var mark in marks)
        {
            if (mark.Value is not { } value)
                continue;
            var (left, top) = (plot.Across(value), Plot.Up(y, mark.Share, CurveTop, Bottom));
            plot.Box("mark", left - 0.5, Top, 1, Bottom - Top);
            plot.Dot("s2", left, top);
            if (named.TrueForAll(other => Math.Abs(other - left) >= NameWidth))
            {
                plot.Text("name", left, Top - 6, left > Plot.Right - NameWidth ? "end" : "middle", mark.Name);
                named.Add(left);
            }

            plot.Hit(left - 4, top - 6, 8, 12, $"{mark.Name} {MarkupWriter.Exact(value)} {unit}");
        }
    }

    // A bar at the very edge is hard to see, and a mark there stands in the ticks.
    internal static (double Min, double Max) WithAir(double min, double max, bool isLog)
    {
        const double Air = 0.03;
        if (!isLog || min <= 0)
            return (Math.Max(0, min - (Air * (max - min))), max + (Air * (max - min)));
        var air = Math.Pow(max / min, Air);
        return (min / air, max * air);
    }

    // Four digits: the edges of a narrow distribution must differ.
    internal static string Edge(double value)
    {
        var decimals = value > 0 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(value)), 0, 6) : 0;
        return Math.Round(value, decimals).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
    }
}
