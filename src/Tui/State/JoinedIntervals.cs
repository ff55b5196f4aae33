using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>One metric over several seconds, from the buckets of each: percentiles of what is joined, never means of percentiles.</summary>
internal sealed class JoinedIntervals
{
    /// <summary>Joins.</summary>
    public JoinedIntervals(IEnumerable<IntervalFigures> intervals, Func<IntervalFigures, IntervalBlock> of)
    {
        var counts = new SortedDictionary<double, long>();
        double? max = null;
        foreach (var block in intervals.Select(of))
        {
            foreach (var bar in block.Bars)
                counts[bar.Value] = counts.GetValueOrDefault(bar.Value) + bar.Count;
            max = block.Max is { } most && !(most < max) ? most : max;
        }
        Bars = [.. counts.Select(pair => new HistogramBar(pair.Key, pair.Value))];
        var n = Bars.Sum(bar => bar.Count);
        Block = new MetricBlock
        {
            N = n,
            Mean = n == 0 ? null : Bars.Sum(bar => bar.Value * bar.Count) / n,
            Min = n == 0 ? null : Bars[0].Value,
            P50 = Value(50, n),
            P75 = Value(75, n),
            P90 = Value(90, n),
            P95 = Value(95, n),
            P99 = Value(99, n),
            P999 = Value(99.9, n),
            Max = max,
        };
    }

    /// <summary>Their buckets.</summary>
    public IReadOnlyList<HistogramBar> Bars { get; }

    /// <summary>In numbers.</summary>
    public MetricBlock Block { get; }

    private double? Value(double percentile, long n)
    {
        if (!Percentile.HasEnough(percentile, n))
            return null;
        var left = Percentile.Rank(percentile, n);
        foreach (var bar in Bars)
        {
            left -= bar.Count;
            if (left <= 0)
                return bar.Value;
        }
        return null;
    }
}
