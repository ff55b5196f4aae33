using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;
using VllmStream.Profiling.Reporting.Html.Charts;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>Two distributions on one axis: a as bars and b as a line around its bars, in shares since one may have more samples; under them which share is at or under each value.</summary>
internal static class OverlayChart
{
    private const int Bars = 40;
    private const int Steps = 120;
    private const double Top = 8;
    private const double Middle = 128;
    private const double CurveTop = 146;
    private const double Bottom = 246;
    private const double Height = 278;

    /// <summary>Draws one.</summary>
    /// <param name="to">The page.</param>
    /// <param name="name">Name of the metric.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="a">Samples of a in rising order; at least one.</param>
    /// <param name="b">The same of b.</param>
    public static void Write(MarkupWriter to, string name, string unit, IReadOnlyList<HistogramBar> a, IReadOnlyList<HistogramBar> b)
    {
        var (min, max) = DistributionChart.WithAir(Math.Min(a[0].Value, b[0].Value), Math.Max(a[^1].Value, b[^1].Value), isLog: true);
        var (barsA, barsB) = (Binned(a, Bars), Binned(b, Bars));
        var plot = new Plot(to, barsA.Bins.Axis);
        plot.Begin($"{name} of a and b: histograms and cumulative shares", Height);
        plot.TicksAcross(Top, Bottom, unit);
        WriteBars(plot, barsA, barsB, unit);
        WriteCurves(plot, Binned(a, Steps), Binned(b, Steps), unit);
        plot.End();

        Side Binned(IReadOnlyList<HistogramBar> bars, int count) => new(BinnedDistribution.Of(bars, min, max, isLog: true, count), bars.Sum(bar => bar.Count));
    }

    private static void WriteBars(Plot plot, Side a, Side b, string unit)
    {
        var y = ChartAxis.FromZero(Math.Max(a.Bins.Bins.Max(bin => a.Share(bin.Count)), b.Bins.Bins.Max(bin => b.Share(bin.Count))), 5);
        plot.TicksUp(y, Top, Middle, share => $"{ChartAxis.Label(Math.Round(share * 100, 3))}%");
        var outline = new List<(double X, double Y)?>();
        for (var i = 0; i < Bars; i++)
        {
            var (ofA, ofB) = (a.Bins.Bins[i], b.Bins.Bins[i]);
            var (left, right) = (plot.Across(ofA.From), plot.Across(ofA.To));
            // A bar of one sample among a million is there, and is seen.
            var top = Math.Min(Plot.Up(y, a.Share(ofA.Count), Top, Middle), Middle - 1);
            if (ofA.Count > 0)
                plot.Box("bar", left + 0.4, top, right - left - 0.8, Middle - top);
            var height = Plot.Up(y, b.Share(ofB.Count), Top, Middle);
            outline.Add((left, height));
            outline.Add((right, height));
        }

        plot.Line("s2", outline);
        for (var i = 0; i < Bars; i++)
        {
            var (ofA, ofB) = (a.Bins.Bins[i], b.Bins.Bins[i]);
            if (ofA.Count + ofB.Count > 0)
                plot.Hit(plot.Across(ofA.From), Top, plot.Across(ofA.To) - plot.Across(ofA.From), Middle - Top, $"{DistributionChart.Edge(ofA.From)} to {DistributionChart.Edge(ofA.To)} {unit}\na {a.Told(ofA.Count)}\nb {b.Told(ofB.Count)}");
        }
    }

    private static void WriteCurves(Plot plot, Side a, Side b, string unit)
    {
        var y = ChartAxis.Linear(0, 1);
        plot.TicksUp(y, CurveTop, Bottom, share => Figure.Percent(share));
        var (curveA, curveB) = (new List<(double X, double Y)?> { (Plot.Left, Bottom) }, new List<(double X, double Y)?> { (Plot.Left, Bottom) });
        long seenA = 0, seenB = 0;
        for (var i = 0; i < Steps; i++)
        {
            var step = a.Bins.Bins[i];
            var (left, right) = (plot.Across(step.From), plot.Across(step.To));
            seenA += step.Count;
            seenB += b.Bins.Bins[i].Count;
            curveA.Add((right, Plot.Up(y, a.Share(seenA), CurveTop, Bottom)));
            curveB.Add((right, Plot.Up(y, b.Share(seenB), CurveTop, Bottom)));
            plot.Hit(left, CurveTop, right - left, Bottom - CurveTop, $"up to {DistributionChart.Edge(step.To)} {unit}\na {a.Told(seenA)}\nb {b.Told(seenB)}");
        }

        plot.Line("s1", curveA);
        plot.Line("s2", curveB);
    }

    /// <summary>The bars of one side.</summary>
    private readonly record struct Side(BinnedDistribution Bins, long Count)
    {
        public double Share(long count) => (double)count / Count;

        public string Told(long count) => $"{count} of {Count} ({Figure.Share(Share(count))})";
    }
}
