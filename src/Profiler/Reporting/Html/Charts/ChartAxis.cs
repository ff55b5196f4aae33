using System.Globalization;

namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>Values along a line, linear or logarithmic, with ticks at 1, 2 and 5 times a power of ten. Immutable.</summary>
internal sealed class ChartAxis
{
    private ChartAxis(double from, double to, bool isLog) => (From, To, IsLog) = (from, to, isLog);

    /// <summary>Value at the start.</summary>
    public double From { get; }

    /// <summary>Value at the end; more than <see cref="From"/>.</summary>
    public double To { get; }

    /// <summary>True for a logarithmic one.</summary>
    public bool IsLog { get; }

    /// <summary>A linear axis.</summary>
    public static ChartAxis Linear(double from, double to) => new(from, to > from ? to : from + Math.Max(1, Math.Abs(from) * 0.1), isLog: false);

    /// <summary>A linear axis from 0 up to the tick at or above a value.</summary>
    public static ChartAxis FromZero(double to, int most)
    {
        if (to <= 0)
            return new ChartAxis(0, 1, isLog: false);
        var step = StepOf(to, most);
        return new ChartAxis(0, Math.Max(step, Math.Ceiling(Math.Round(to / step, 9)) * step), isLog: false);
    }

    /// <summary>A logarithmic axis; a value of 0 and less stands at its start.</summary>
    /// <param name="low">Smallest value above 0.</param>
    /// <param name="high">Largest value.</param>
    public static ChartAxis Log(double low, double high)
    {
        // A span of nothing is no axis: a tenth to both sides is.
        const double Least = 1.1;
        return high / low < Least ? new ChartAxis(low / Least, high * Least, isLog: true) : new ChartAxis(low, high, isLog: true);
    }

    /// <summary>Where a value stands, 0..1; values outside stand at the ends.</summary>
    public double Share(double value)
    {
        var share = IsLog ? Math.Log(Math.Max(value, From) / From) / Math.Log(To / From) : (value - From) / (To - From);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>The value at a share of the way.</summary>
    public double At(double share) => IsLog ? From * Math.Pow(To / From, share) : From + ((To - From) * share);

    /// <summary>Round values along it, rising.</summary>
    /// <param name="most">How many there is room for, at least 2.</param>
    public IReadOnlyList<double> Ticks(int most)
    {
        if (!IsLog)
            return Linear(most);
        foreach (double[] steps in (double[][])[[1, 2, 5], [1]])
        {
            var ticks = Decades().SelectMany(decade => steps.Select(step => Round(step, decade))).Where(Inside).ToArray();
            if (ticks.Length < 2)
                return Linear(most);
            if (ticks.Length <= most)
                return ticks;
        }

        var decades = Decades().Select(decade => Round(1, decade)).Where(Inside).ToArray();
        var each = (decades.Length + most - 1) / most;
        return [.. decades.Where((_, index) => index % each == 0)];
    }

    /// <summary>A tick in words: 0.5, 20, 1k, 2.5M.</summary>
    public static string Label(double value) => Math.Abs(value) switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.###", CultureInfo.InvariantCulture) + "M",
        >= 1_000 => (value / 1_000).ToString("0.###", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.######", CultureInfo.InvariantCulture),
    };

    private double[] Linear(int most)
    {
        var step = StepOf(To - From, most);
        var first = (long)Math.Ceiling((From / step) - 1e-9);
        var last = (long)Math.Floor((To / step) + 1e-9);
        var ticks = new double[Math.Max(0, last - first + 1)];
        for (var i = 0; i < ticks.Length; i++)
            ticks[i] = step is > 1e-12 and < 1e12 ? (double)((decimal)step * (first + i)) : step * (first + i);
        return ticks;
    }

    private bool Inside(double value) => value >= From * (1 - 1e-9) && value <= To * (1 + 1e-9);

    private IEnumerable<int> Decades()
    {
        var first = (int)Math.Floor(Math.Log10(From));
        return Enumerable.Range(first, (int)Math.Ceiling(Math.Log10(To)) - first + 1);
    }

    /// <summary>1, 2 or 5 times a power of ten: the smallest that makes no more than so many ticks.</summary>
    private static double StepOf(double span, int most)
    {
        var rough = span / Math.Max(1, most - 1);
        var decade = (int)Math.Floor(Math.Log10(rough));
        foreach (var step in (double[])[1, 2, 5])
        {
            if (Round(step, decade) >= rough * (1 - 1e-9))
                return Round(step, decade);
        }

        return Round(1, decade + 1);
    }

    // careful: 2 * Math.Pow(10, -1) is not 0.2; text is the way to the nearest double.
    private static double Round(double step, int decade) => double.Parse($"{step.ToString(CultureInfo.InvariantCulture)}E{decade}", CultureInfo.InvariantCulture);
}
