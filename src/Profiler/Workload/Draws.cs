namespace VllmStream.Profiling.Workload;

/// <summary>Random numbers as a pure function of seed, request and purpose: the plan is the same whoever draws it, in whatever order.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014) over a counter; good far beyond what a load plan needs.</remarks>
public struct Draws
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>A stream of its own for (seed, item, purpose).</summary>
    public Draws(long seed, long item, int purpose) =>
        _state = Mix((ulong)seed + Golden) ^ Mix((ulong)item * Golden + 1) ^ Mix(((ulong)purpose << 32) + 3);

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>Uniform in (0, 1]: safe for a logarithm.</summary>
    public double NextUnit() => ((NextBits() >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer in [0, count).</summary>
    public int NextInt(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(NextUnit());

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());

    /// <summary>Gamma with the given shape and mean 1 (Marsaglia and Tsang 2000).</summary>
    public double NextGamma(double shape)
    {
        // Shapes under 1 are boosted: G(a) = G(a + 1) * U^(1/a).
        if (shape < 1)
            return NextGamma(shape + 1) * (shape + 1) / shape * Math.Pow(NextUnit(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + c * x;
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(NextUnit()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v / shape;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
