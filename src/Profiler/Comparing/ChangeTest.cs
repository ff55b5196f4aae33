namespace VllmStream.Profiling.Comparing;

/// <summary>The change between two figures from their resamples: how large, between which ends, and how likely by chance. Pure.</summary>
/// <remarks>Deviations from few stretches are themselves uncertain: Student's t in place of the normal law, by the transformation of Wallace (1959).</remarks>
internal static class ChangeTest
{
    // 2.5 % of the resamples lie beyond each end.
    private const int CutOff = BlockBootstrap.Resamples / 40;
    private const double NormalEnd = 1.959964;
    private const string NoRatio = "0 in one of them: no ratio";

    /// <summary>b/a - 1.</summary>
    /// <param name="figure">With the values of both.</param>
    /// <param name="a">What a would have been in other runs.</param>
    /// <param name="b">The same of b, in the same resamples.</param>
    /// <param name="blocks">From how many stretches.</param>
    public static ComparedFigure Relative(ComparedFigure figure, double[] a, double[] b, int blocks)
    {
        if (!(figure.A > 0) || !(figure.B > 0) || a.Any(value => !(value > 0)) || b.Any(value => !(value > 0)))
            return None(figure, NoRatio);
        var logs = new double[a.Length];
        for (var i = 0; i < logs.Length; i++)
            logs[i] = Math.Log(b[i] / a[i]);
        var change = Math.Log(figure.B.Value / figure.A.Value);
        var (low, high) = Ends(change, logs, blocks);
        return figure with
        {
            Change = (figure.B / figure.A) - 1, Low = Math.Exp(low) - 1, High = Math.Exp(high) - 1, ChanceRatio = Chance(change, logs, blocks),
        };
    }

    /// <summary>b/a - 1 of rates, of which b may be 0: by the ratio itself in place of its logarithm, which there is none of.</summary>
    public static ComparedFigure Rate(ComparedFigure figure, double[] a, double[] b, int blocks)
    {
        if (figure.B > 0 && b.All(value => value > 0))
            return Relative(figure, a, b, blocks);
        if (!(figure.A > 0) || a.Any(value => !(value > 0)))
            return None(figure, NoRatio);
        var ratios = new double[a.Length];
        for (var i = 0; i < ratios.Length; i++)
            ratios[i] = b[i] / a[i] - 1;
        var change = figure.B!.Value / figure.A.Value - 1;
        var (low, high) = Ends(change, ratios, blocks);
        // Less than nothing there is not.
        return figure with { Change = change, Low = Math.Max(-1, low), High = high, ChanceRatio = Chance(change, ratios, blocks) };
    }

    /// <summary>b - a.</summary>
    public static ComparedFigure Absolute(ComparedFigure figure, double[] a, double[] b, int blocks)
    {
        var differences = new double[a.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = b[i] - a[i];
        var change = figure.B!.Value - figure.A!.Value;
        var (low, high) = Ends(change, differences, blocks);
        return figure with { Change = change, Low = low, High = high, ChanceRatio = Chance(change, differences, blocks) };
    }

    /// <summary>A figure that cannot be judged; its change, where there is one, stands without an interval.</summary>
    public static ComparedFigure None(ComparedFigure figure, string absence) => figure with
    {
        Change = figure.IsRelative ? figure.A > 0 ? (figure.B / figure.A) - 1 : null : figure.B - figure.A,
        Absence = absence,
    };

    /// <summary>One of which there are not samples enough, or not enough that are independent.</summary>
    public static ComparedFigure TooFew(ComparedFigure figure, string absence) => None(figure, absence) with { IsTooFew = true };

    /// <summary>One that b has none of, and a enough to be judged.</summary>
    public static ComparedFigure Lost(ComparedFigure figure) => None(figure, "none in b") with { IsLost = true };

    // The percentile interval, as much wider as Student's law is than the normal one.
    private static (double Low, double High) Ends(double change, double[] resamples, int blocks)
    {
        var sorted = (double[])resamples.Clone();
        Array.Sort(sorted);
        double freedom = blocks - 1;
        var u = NormalEnd * (8 * freedom + 3) / (8 * freedom + 1);
        var wider = Math.Sqrt(freedom * double.ExpM1(u * u / freedom)) / NormalEnd;
        return (change + (sorted[CutOff - 1] - change) * wider, change + (sorted[^CutOff] - change) * wider);
    }

    // By the deviation of the resamples: their own tails are too few for the small ratios that many figures ask for.
    private static double Chance(double change, double[] resamples, int blocks)
    {
        var mean = resamples.Average();
        var deviation = Math.Sqrt(resamples.Sum(value => (value - mean) * (value - mean)) / (resamples.Length - 1));
        if (deviation < 1e-12)
            return Math.Abs(change) < 1e-12 ? 1 : 0;
        var t = change / deviation;
        double freedom = blocks - 1;
        return TwoSided((8 * freedom + 1) / (8 * freedom + 3) * Math.Sqrt(freedom * double.LogP1(t * t / freedom)));
    }

    // erfc(z / sqrt 2), Numerical Recipes' Chebyshev fit (erfcc): relative error under 1.2e-7.
    private static double TwoSided(double z)
    {
        var x = z / Math.Sqrt(2);
        var t = 1 / (1 + 0.5 * x);
        ReadOnlySpan<double> terms = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];
        double sum = 0;
        for (var i = terms.Length - 1; i >= 0; i--)
            sum = sum * t + terms[i];
        return Math.Min(1, t * Math.Exp(-x * x + sum));
    }
}
