namespace VllmStream.Profiling.Comparing;

/// <summary>How many neighbours in time must stay together when samples are drawn anew, so that what makes neighbours alike stays in them. Pure.</summary>
/// <remarks>
/// The automatic block length of Politis and White (2004, corrected by Patton, Politis and White 2009) for the circular block bootstrap.
/// It is asked of the ranks, since times have long tails, and of what lies beyond each percentile that is compared, since slow requests
/// may come in clusters where the others do not.
/// </remarks>
internal static class BlockLength
{
    // Politis and White choose the length whose variance is closest on the whole, and lean to one that is too small: intervals from it
    // would hold the truth too seldom. Twice as long costs little.
    private const int Safety = 2;

    // More samples than this are looked at in bunches of neighbours.
    private const int MostLooked = 16_384;

    /// <summary>The length of a block in samples, from 1.</summary>
    /// <param name="inTimeOrder">The samples.</param>
    /// <param name="percentiles">Those that are compared.</param>
    public static int Of(double[] inTimeOrder, ReadOnlySpan<double> percentiles)
    {
        var ranks = RanksOf(inTimeOrder);
        var longest = OfSeries(ranks);
        foreach (var percentile in percentiles)
        {
            var edge = percentile / 100;
            longest = Math.Max(longest, OfSeries(Array.ConvertAll(ranks, rank => rank > edge ? 1.0 : 0.0)));
        }

        return longest;
    }

    /// <summary>The same of a series as it is.</summary>
    public static int OfSeries(double[] series)
    {
        var bunch = (series.Length + MostLooked - 1) / MostLooked;
        var looked = bunch <= 1 ? series : Bunched(series, bunch);
        return OfLooked(looked) * Math.Max(1, bunch);
    }

    private static int OfLooked(double[] series)
    {
        var n = series.Length;
        if (n < 8)
            return 1;
        var mean = series.Average();
        var variance = Covariance(series, mean, 0);
        // Of equal values rounding leaves a little.
        if (variance <= 1e-18 * mean * mean)
            return 1;

        // From the first lag on whose followers are all without correlation, those beyond are noise.
        var followers = Math.Max(5, (int)Math.Sqrt(Math.Log10(n)));
        var lags = Math.Min(n - 1, (int)Math.Ceiling(Math.Sqrt(n)) + followers);
        var noise = 2 * Math.Sqrt(Math.Log10(n) / n);
        var covariances = new double[lags + 1];
        int last = 0, quiet = 0;
        for (var lag = 1; lag <= lags && quiet < followers; lag++)
        {
            covariances[lag] = Covariance(series, mean, lag);
            quiet = Math.Abs(covariances[lag]) < noise * variance ? quiet + 1 : 0;
            if (quiet == 0)
                last = lag;
        }

        if (last == 0)
            return 1;
        var width = Math.Min(2 * last, lags);
        double spectrum = variance, slope = 0;
        for (var lag = 1; lag <= width; lag++)
        {
            var covariance = covariances[lag] == 0 ? Covariance(series, mean, lag) : covariances[lag];
            var weight = 2 * FlatTop((double)lag / width) * covariance;
            spectrum += weight;
            slope += weight * lag;
        }

        var longest = Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0));
        // A spectrum of nothing: neighbours that take turns, which need no block.
        if (spectrum <= 0)
            return 1;
        var length = Math.Cbrt(1.5 * slope * slope / (spectrum * spectrum) * n);
        return (int)Math.Clamp(Math.Ceiling(Safety * length), 1, Math.Max(1, longest));
    }

    // The trapezoid of Politis and Romano: 1 up to the middle, then down to 0.
    private static double FlatTop(double share) => share <= 0.5 ? 1 : 2 * (1 - share);

    private static double Covariance(double[] series, double mean, int lag)
    {
        double sum = 0;
        for (var i = lag; i < series.Length; i++)
            sum += (series[i] - mean) * (series[i - lag] - mean);
        return sum / series.Length;
    }

    private static double[] Bunched(double[] series, int size)
    {
        var means = new double[series.Length / size];
        for (var i = 0; i < means.Length; i++)
            means[i] = series.AsSpan(i * size, size).ToArray().Average();
        return means;
    }

    // Shares in (0, 1]; equal values have the mean rank of all of them.
    private static double[] RanksOf(double[] values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && values[order[to]].Equals(values[order[from]]))
                to++;
            for (var i = from; i < to; i++)
                ranks[order[i]] = (from + to + 1) / (2.0 * order.Length);
            from = to;
        }

        return ranks;
    }
}
