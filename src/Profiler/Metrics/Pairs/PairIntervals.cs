using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Intervals by the percentile bootstrap over pairs (Efron 1979): what the figure would have been in other runs of as many pairs. Pure.</summary>
/// <remarks>
/// Pairs are drawn, never single requests, so what both members of a pair have in common stays in it. A resample is a count per
/// pair, and its percentiles are found along orders that are sorted once: 4 to 10 ns a draw, a third of a second at most for as many pairs as are kept.
/// </remarks>
internal static class PairIntervals
{
    /// <summary>Resamples.</summary>
    public const int Resamples = 2_000;

    /// <summary>From fewer pairs an interval of the median is a guess.</summary>
    public const int PairsForMedian = 20;

    /// <summary>From fewer pairs so few lie beyond the 99th percentile that resamples of them say nothing about others.</summary>
    public const int PairsForTail = 400;

    private const int Purpose = 62;

    // The 50th value from either end of 2,000: 2.5 % of them.
    private const int CutOff = Resamples / 40;

    /// <summary>The intervals of median difference and of the difference of the 99th percentiles, in milliseconds; null from too few pairs.</summary>
    public static ((double Low, double High)? Median, (double Low, double High)? Tail) Of(IReadOnlyList<PairSample> pairs, long seed)
    {
        if (pairs.Count < PairsForMedian)
            return (null, null);
        PairSample[] sorted = [.. pairs.OrderBy(pair => pair.E2eDifferenceMs)];
        var (streamed, whole) = (DescendingBy(sorted, pair => pair.StreamE2eMs), DescendingBy(sorted, pair => pair.NonstreamE2eMs));
        var above = sorted.Length - (int)Percentile.Rank(99, sorted.Length);
        var hasTail = sorted.Length >= PairsForTail;
        var (medians, tails) = (new double[Resamples], new double[Resamples]);
        var picks = new ushort[sorted.Length];
        for (var i = 0; i < Resamples; i++)
        {
            Array.Clear(picks);
            var draws = new Draws(seed, i, Purpose);
            for (var k = 0; k < picks.Length; k++)
                picks[draws.NextInt(picks.Length)]++;
            medians[i] = Median(sorted, picks);
            if (hasTail)
                tails[i] = sorted[Fall(streamed, picks, above)].StreamE2eMs - sorted[Fall(whole, picks, above)].NonstreamE2eMs;
        }
        return (Ends(medians), hasTail ? Ends(tails) : null);
    }

    // Mean of the two in the middle, which are one where the number is odd.
    private static double Median(PairSample[] sorted, ushort[] picks)
    {
        var (lower, upper) = ((picks.Length - 1) / 2, picks.Length / 2);
        int seen = picks[0], at = 0;
        while (seen <= lower)
            seen += picks[++at];
        var low = sorted[at].E2eDifferenceMs;
        while (seen <= upper)
            seen += picks[++at];
        return (low + sorted[at].E2eDifferenceMs) / 2;
    }

    // The pair with so many picks above it.
    private static int Fall(int[] descending, ushort[] picks, int above)
    {
        var at = 0;
        for (int seen = picks[descending[0]]; seen <= above; seen += picks[descending[at]])
            at++;
        return descending[at];
    }

    private static int[] DescendingBy(PairSample[] pairs, Func<PairSample, double> of) => [.. Enumerable.Range(0, pairs.Length).OrderByDescending(i => of(pairs[i]))];

    private static (double Low, double High) Ends(double[] values)
    {
        Array.Sort(values);
        return (values[CutOff - 1], values[^CutOff]);
    }
}
