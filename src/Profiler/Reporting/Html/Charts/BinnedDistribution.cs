using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>A distribution in a few bars of equal width on its axis. Immutable, pure.</summary>
/// <param name="Axis">Its values.</param>
/// <param name="Bins">The bars, rising; their counts add up to every sample there is.</param>
internal sealed record BinnedDistribution(ChartAxis Axis, IReadOnlyList<DistributionBin> Bins)
{
    /// <summary>Smallest value that a logarithmic axis begins at: what the histograms can tell from 0.</summary>
    private const double Finest = 0.001;

    /// <summary>Puts buckets into bars.</summary>
    /// <param name="bars">Buckets in rising order; at least one.</param>
    /// <param name="min">Smallest sample.</param>
    /// <param name="max">Largest sample.</param>
    /// <param name="isLog">True for a logarithmic axis, as times have it.</param>
    /// <param name="count">How many bars.</param>
    public static BinnedDistribution Of(IReadOnlyList<HistogramBar> bars, double min, double max, bool isLog, int count)
    {
        var axis = isLog ? ChartAxis.Log(Math.Max(min, Finest), Math.Max(max, Finest)) : ChartAxis.Linear(min, max);
        var counts = new long[count];
        foreach (var bar in bars)
            counts[Math.Min(count - 1, (int)(axis.Share(bar.Value) * count))] += bar.Count;
        var bins = new DistributionBin[count];
        for (var i = 0; i < count; i++)
            bins[i] = new DistributionBin(axis.At((double)i / count), axis.At((double)(i + 1) / count), counts[i]);
        return new BinnedDistribution(axis, bins);
    }
}
