namespace VllmStream.Profiling.Metrics;

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

    /// <summary>The line through what was in flight at several times, in their order; null when they are too few.</summary>
    public static InFlightGrowth? Of(IReadOnlyList<InFlightPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var n = points.Count;
        if (n < LeastSamples)
            return null;
        var meanX = points.Average(point => point.AtS);
        var meanY = points.Average(point => point.InFlight);
        double sxx = 0, sxy = 0;
        foreach (var point in points)
        {
            var x = point.AtS - meanX;
            sxx += x * x;
            sxy += x * (point.InFlight - meanY);
        }
        if (sxx <= 0)
            return null;
        var slope = sxy / sxx;
        double squares = 0, products = 0, before = 0;
        foreach (var point in points)
        {
            var residual = point.InFlight - meanY - slope * (point.AtS - meanX);
            squares += residual * residual;
            products += residual * before;
            before = residual;
        }
        var correlation = squares > 0 ? Math.Clamp(products / squares, 0, MostCorrelation) : 0;
        var error = Math.Sqrt(Math.Max(squares / (n - 2), Rounding) / sxx) * Math.Sqrt((1 + correlation) / (1 - correlation));
        return new InFlightGrowth(slope, error);
    }

    /// <summary>True when it surely rises, however little.</summary>
    public bool Rises() => PerS > Significant * ErrorPerS;

    /// <summary>True when it surely rises, and by more than 2 % of what comes: more comes than is done.</summary>
    public bool Rises(double ratePerS) => PerS > RisingShare * ratePerS && Rises();

    /// <summary>True when it surely does not rise by 3 % of what comes.</summary>
    public bool Stays(double ratePerS) => PerS + 2 * ErrorPerS < SteadyShare * ratePerS;
}
