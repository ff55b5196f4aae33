using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>Mean, standard deviation and percentiles as numpy computes them by default: population, linear interpolation between neighbours. Immutable.</summary>
/// <remarks>Our own percentiles are nearest ranks. Between two samples numpy names a value that was never measured.</remarks>
public sealed class SampleStatistics
{
    // Rising; of a histogram one entry for each bucket, else one for each sample.
    private readonly double[] _values;
    private readonly long[]? _upTo;

    private SampleStatistics(double[] values, long[]? upTo, long count, double mean, double std)
    {
        (_values, _upTo, Count, Mean, Std) = (values, upTo, count, mean, std);
    }

    /// <summary>Samples; never 0.</summary>
    public long Count { get; }

    /// <summary>Arithmetic mean, in the unit of the samples.</summary>
    public double Mean { get; }

    /// <summary>Population standard deviation, in the unit of the samples.</summary>
    public double Std { get; }

    /// <summary>Median; the mean of the two in the middle when their number is even.</summary>
    public double Median => Percentile(50);

    /// <summary>Smallest.</summary>
    public double Min => _values[0];

    /// <summary>Largest.</summary>
    public double Max => _values[^1];

    /// <summary>Statistics of samples in any order; null without any.</summary>
    public static SampleStatistics? Of(IEnumerable<double> samples)
    {
        double[] values = [.. samples];
        if (values.Length == 0)
            return null;
        Array.Sort(values);
        var mean = values.Sum() / values.Length;
        return new SampleStatistics(values, null, values.Length, mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length));
    }

    /// <summary>Statistics of a histogram, every sample taken as the middle of its bucket, which is at most 0.1 % wide; null when it is empty.</summary>
    /// <param name="bars">By rising value.</param>
    /// <param name="mean">Its exact mean where it is known.</param>
    public static SampleStatistics? Of(IReadOnlyList<HistogramBar> bars, double? mean)
    {
        ArgumentNullException.ThrowIfNull(bars);
        if (bars.Count == 0)
            return null;
        var upTo = new long[bars.Count];
        long count = 0;
        for (var i = 0; i < bars.Count; i++)
            upTo[i] = count += bars[i].Count;
        var total = count;
        var middle = bars.Sum(bar => bar.Value * bar.Count) / total;
        var variance = bars.Sum(bar => (bar.Value - middle) * (bar.Value - middle) * bar.Count) / total;
        return new SampleStatistics([.. bars.Select(bar => bar.Value)], upTo, total, mean ?? middle, Math.Sqrt(variance));
    }

    /// <summary>A percentile, 0 to 100.</summary>
    public double Percentile(double percent)
    {
        var place = (Count - 1) * percent / 100;
        var below = (long)Math.Floor(place);
        var low = At(below);
        var high = At(Math.Min(below + 1, Count - 1));
        return low + ((high - low) * (place - below));
    }

    private double At(long rank)
    {
        if (_upTo is null)
            return _values[rank];
        // The first bucket that reaches past the rank.
        var index = Array.BinarySearch(_upTo, rank + 1);
        return _values[index < 0 ? ~index : index];
    }
}
