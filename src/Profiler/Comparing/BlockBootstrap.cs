using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Comparing;

/// <summary>What a figure would have been in other runs of the same kind: stretches of time are drawn with replacement, as many as there were (Künsch 1989, Carlstein 1986). Pure.</summary>
internal static class BlockBootstrap
{
    /// <summary>Resamples.</summary>
    public const int Resamples = 1_000;

    /// <summary>From fewer independent stretches an interval is a guess.</summary>
    public const int FewestBlocks = 8;

    // Resamples are the same whenever two files are compared.
    private const long Seed = 20_040;

    /// <summary>Percentiles of the resamples.</summary>
    /// <param name="samples">What is drawn from.</param>
    /// <param name="percentiles">Rising.</param>
    /// <param name="purpose">Another one for each run: two runs must not be drawn alike.</param>
    /// <returns>For each percentile its value in each resample.</returns>
    public static double[][] Percentiles(BlockedSamples samples, double[] percentiles, int purpose)
    {
        var drawn = percentiles.Select(_ => new double[Resamples]).ToArray();
        var picks = new int[samples.Blocks];
        Span<double> values = stackalloc double[percentiles.Length];
        for (var i = 0; i < Resamples; i++)
        {
            Pick(picks, i, purpose);
            samples.Percentiles(picks, percentiles, values);
            for (var k = 0; k < values.Length; k++)
                drawn[k][i] = values[k];
        }

        return drawn;
    }

    /// <summary>Means of the resamples of a series.</summary>
    /// <param name="inTimeOrder">The series.</param>
    /// <param name="blocks">How many stretches it is cut into.</param>
    /// <param name="purpose">As above.</param>
    public static double[] Means(double[] inTimeOrder, int blocks, int purpose)
    {
        var (sums, sizes) = (new double[blocks], new long[blocks]);
        for (var i = 0; i < inTimeOrder.Length; i++)
        {
            var block = (int)((long)i * blocks / inTimeOrder.Length);
            sums[block] += inTimeOrder[i];
            sizes[block]++;
        }

        var drawn = new double[Resamples];
        var picks = new int[blocks];
        for (var i = 0; i < Resamples; i++)
        {
            Pick(picks, i, purpose);
            double sum = 0;
            long size = 0;
            for (var block = 0; block < blocks; block++)
            {
                sum += picks[block] * sums[block];
                size += picks[block] * sizes[block];
            }

            drawn[i] = sum / size;
        }

        return drawn;
    }

    private static void Pick(int[] picks, int resample, int purpose)
    {
        Array.Clear(picks);
        var draws = new Draws(Seed, resample, purpose);
        for (var i = 0; i < picks.Length; i++)
            picks[draws.NextInt(picks.Length)]++;
    }
}
