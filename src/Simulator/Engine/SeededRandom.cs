namespace VllmStream.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): eight bytes of state and the same numbers on every runtime,
/// which System.Random does not promise.
/// </summary>
internal struct SeededRandom(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong state = seed;

    /// <summary>One number from two, for draws that are addressed by position instead of taken in order.</summary>
    public static ulong Mix(ulong a, ulong b) => Finish(Finish(a + Increment) ^ (b * Increment + 1));

    public double NextUnit()
    {
        state += Increment;
        return (Finish(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal by Box and Muller; the second value is thrown away to keep the state small.</summary>
    public double NextNormal()
    {
        var u = 1.0 - NextUnit();
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * NextUnit());
    }

    /// <summary>Lognormal with mean 1 and the given relative standard deviation.</summary>
    public double NextLogNormal(double spread)
    {
        var variance = Math.Log(1 + spread * spread);
        return Math.Exp(NextNormal() * Math.Sqrt(variance) - variance / 2);
    }

    /// <summary>A factor with mean 1 and the given spread; takes no number where there is no spread.</summary>
    public double NextFactor(JitterDistribution distribution, double spread) => distribution switch
    {
        JitterDistribution.Uniform => 1 + spread * (2 * NextUnit() - 1),
        JitterDistribution.Normal => Math.Max(0, 1 + spread * NextNormal()),
        JitterDistribution.LogNormal => NextLogNormal(spread),
        _ => 1,
    };

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
