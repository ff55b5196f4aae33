using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Comparing;

/// <summary>What a figure would have been in other runs of the same kind: stretches of time are drawn with replacement, as many as there were (Künsch 1989, Carlstein 1986). Pure.</summary>
/// <remarks>
/// Both sides are cut into as many stretches. Where they were sent the same traffic (one seed, or two parts of one run), the same stretches are drawn
/// of both: what a burst does to both is no difference between them.
/// </remarks>
internal static class BlockBootstrap
{
    /// <summary>Resamples.</summary>
    public const int Resamples = 1_000;

    /// <summary>From fewer independent stretches an interval is a guess.</summary>
    public const int FewestBlocks = 8;

    // Resamples are the same whenever two files are compared.
    private const long Seed = 20_040;
    private const int PurposeA = 71;
    private const int PurposeB = 72;

    /// <summary>Most stretches of a run: more would cost time and make no interval better, and longer ones never make one too narrow.</summary>
    public const int MostBlocks = 16;

    /// <summary>Percentiles of both sides in the resamples.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other, cut into as many stretches.</param>
    /// <param name="percentiles">Rising.</param>
    /// <param name="together">True draws the same stretches of both.</param>
    /// <returns>For each percentile its value in each resample, of a and of b.</returns>
    public static (double[][] A, double[][] B) Percentiles(BlockedSamples a, BlockedSamples b, double[] percentiles, bool together)
    {
        var (drawnA, drawnB) = (Empty(percentiles), Empty(percentiles));
        var picks = new int[a.Blocks];
        Span<double> values = stackalloc double[percentiles.Length];
        for (var i = 0; i < Resamples; i++)
        {
            foreach (var (side, drawn, purpose) in ((BlockedSamples, double[][], int)[])[(a, drawnA, PurposeA), (b, drawnB, together ? PurposeA : PurposeB)])
            {
                Pick(picks, i, purpose);
                side.Percentiles(picks, percentiles, values);
                for (var k = 0; k < values.Length; k++)
                    drawn[k][i] = values[k];
            }
        }

        return (drawnA, drawnB);
    }

    /// <summary>Means of both sides in the resamples.</summary>
    /// <param name="a">A series in the order of time.</param>
    /// <param name="b">The other side's.</param>
    /// <param name="blocks">Into how many stretches each is cut.</param>
    /// <param name="together">As above.</param>
    public static (double[] A, double[] B) Means(double[] a, double[] b, int blocks, bool together)
    {
        var ((sumsA, sizesA), (sumsB, sizesB)) = (Sums(a, blocks), Sums(b, blocks));
        var (drawnA, drawnB) = (new double[Resamples], new double[Resamples]);
        var picks = new int[blocks];
        for (var i = 0; i < Resamples; i++)
        {
            Pick(picks, i, PurposeA);
            drawnA[i] = Mean(sumsA, sizesA, picks);
            if (!together)
                Pick(picks, i, PurposeB);
            drawnB[i] = Mean(sumsB, sizesB, picks);
        }

        return (drawnA, drawnB);
    }

    private static double[][] Empty(double[] percentiles) => [.. percentiles.Select(_ => new double[Resamples])];

    private static (double[] Sums, long[] Sizes) Sums(double[] series, int blocks)
    {
        var (sums, sizes) = (new double[blocks], new long[blocks]);
        for (var i = 0; i < series.Length; i++)
        {
            var block = (int)((long)i * blocks / series.Length);
            sums[block] += series[i];
            sizes[block]++;
        }

        return (sums, sizes);
    }

    private static double Mean(double[] sums, long[] sizes, int[] picks)
    {
        double sum = 0;
        long size = 0;
        for (var block = 0; block < picks.Length; block++)
        {
            sum += picks[block] * sums[block];
            size += picks[block] * sizes[block];
        }

        return sum / size;
    }

    private static void Pick(int[] picks, int resample, int purpose)
    {
        Array.Clear(picks);
        var draws = new Draws(Seed, resample, purpose);
        for (var i = 0; i < picks.Length; i++)
            picks[draws.NextInt(picks.Length)]++;
    }
}
