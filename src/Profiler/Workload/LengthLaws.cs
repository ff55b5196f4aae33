using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload;

/// <summary>Draws lengths. Pure.</summary>
public static class LengthLaws
{
    /// <summary>A length drawn from a specification, rounded, at least 1 and at most <see cref="LengthText.MostTokens"/>.</summary>
    public static int Draw(LengthSpec spec, long seed, long number, int purpose)
    {
        var draws = new Draws(seed, number, purpose);
        if (spec.Law == LengthLaw.Uniform)
            return spec.Least + draws.NextInt(spec.Most - spec.Least + 1);
        if (spec.StandardDeviation <= 0)
            return Math.Max(1, spec.Mean);
        if (spec.Law == LengthLaw.Lognormal)
        {
            // Mean and deviation of the length itself, not of its logarithm.
            var variance = Math.Log(1 + Math.Pow(spec.StandardDeviation / spec.Mean, 2));
            return Clamped(spec.Mean * Math.Exp(draws.NextNormal() * Math.Sqrt(variance) - variance / 2));
        }
        return Clamped(spec.Mean + spec.StandardDeviation * draws.NextNormal());
    }

    private static int Clamped(double length) => (int)Math.Clamp(Math.Round(length), 1, LengthText.MostTokens);
}
