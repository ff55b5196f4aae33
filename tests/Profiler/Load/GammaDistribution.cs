namespace VllmStream.Tests.Profiler.Load;

/// <summary>The distribution function of the gamma law, apart from the code that draws from it (Abramowitz and Stegun 6.5.29 and 6.5.31).</summary>
internal static class GammaDistribution
{
    private const double Enough = 1e-12;

    /// <summary>Probability that a gamma variate of this shape and scale 1 is at most <paramref name="x"/>.</summary>
    public static double Below(double shape, double x)
    {
        if (x <= 0)
            return 0;
        var front = Math.Exp(-x + shape * Math.Log(x) - LogGamma(shape));
        return x < shape + 1 ? front * Series(shape, x) : 1 - front * Fraction(shape, x);
    }

    private static double Series(double shape, double x)
    {
        var (term, sum) = (1 / shape, 1 / shape);
        for (var n = 1; term > sum * Enough; n++)
            sum += term *= x / (shape + n);
        return sum;
    }

    // Lentz's way through the continued fraction.
    private static double Fraction(double shape, double x)
    {
        var b = x + 1 - shape;
        var c = 1e300;
        var d = 1 / b;
        var value = d;
        for (var n = 1; n < 10_000; n++)
        {
            var a = -n * (n - shape);
            b += 2;
            d = 1 / (a * d + b);
            c = b + a / c;
            value *= d * c;
            if (Math.Abs(d * c - 1) < Enough)
                break;
        }
        return value;
    }

    // Stirling's series, after the argument was made large enough for it.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
            shift -= Math.Log(x);
        var inverse = 1 / (x * x);
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + (1.0 / 12 - inverse * (1.0 / 360 - inverse / 1260)) / x;
    }
}
