namespace VllmStream.Profiling.Sweeping;

/// <summary>How fast the number in flight rises, by a straight line through it.</summary>
/// <param name="PerS">Slope, requests per second.</param>
/// <param name="ErrorPerS">Its standard error.</param>
/// <remarks>
/// One number in flight is much like the one before, which makes an ordinary error far too small: it is widened by the correlation of
/// neighbours that the residuals show, as for a first-order process.
/// </remarks>
public readonly record struct InFlightGrowth(double PerS, double ErrorPerS)
{
    // Fewer make no line.
    private const int LeastSamples = 8;

    // A whole number is off by up to a half: variance of what is rounded.
    private const double Rounding = 1.0 / 12;
    private const double MostCorrelation = 0.98;

    private const double Significant = 4;
    private const double RisingShare = 0.02;
    private const double SteadyShare = 0.03;

    /// <summary>The line through the samples from an index on; null when they are too few.</summary>
    public static InFlightGrowth? Of(IReadOnlyList<StageSample> samples, int from)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var n = samples.Count - from;
        if (n < LeastSamples)
            return null;
        double meanX = 0, meanY = 0;
        for (var i = from; i < samples.Count; i++)
        {
            meanX += samples[i].ElapsedMs / 1_000 / n;
            meanY += samples[i].InFlight / (double)n;
        }
        double sxx = 0, sxy = 0;
        for (var i = from; i < samples.Count; i++)
        {
            var x = samples[i].ElapsedMs / 1_000 - meanX;
            sxx += x * x;
            sxy += x * (samples[i].InFlight - meanY);
        }
        if (sxx <= 0)
            return null;
        var slope = sxy / sxx;
        double squares = 0, products = 0, before = 0;
        for (var i = from; i < samples.Count; i++)
        {
            var residual = samples[i].InFlight - meanY - slope * (samples[i].ElapsedMs / 1_000 - meanX);
            squares += residual * residual;
            products += i == from ? 0 : residual * before;
            before = residual;
        }
        var correlation = squares > 0 ? Math.Clamp(products / squares, 0, MostCorrelation) : 0;
        var error = Math.Sqrt(Math.Max(squares / (n - 2), Rounding) / sxx) * Math.Sqrt((1 + correlation) / (1 - correlation));
        return new InFlightGrowth(slope, error);
    }

    /// <summary>True when it surely rises, and by more than 2 % of what comes: more comes than is done.</summary>
    public bool Rises(double ratePerS) => PerS > RisingShare * ratePerS && PerS > Significant * ErrorPerS;

    /// <summary>True when it surely does not rise by 3 % of what comes.</summary>
    public bool Stays(double ratePerS) => PerS + 2 * ErrorPerS < SteadyShare * ratePerS;
}
