using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>The axis that every change of a page is drawn on, so that they can be held against each other. Pure.</summary>
/// <param name="Limit">Change at its end, as a ratio.</param>
/// <param name="Threshold">The smallest change that matters.</param>
internal sealed record ForestScale(double Limit, double Threshold)
{
    // Of failures a tenth of the threshold matters already.
    private const double OfShares = 10;

    // One wide interval must not make all others too small to see.
    private const double Seen = 0.9;
    private const double WidestSeen = 1;

    private static readonly double[] Ends = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 100, 1_000];

    /// <summary>What it reaches from and to.</summary>
    public string Text => $"{Figure.Change(-Limit)} .. {Figure.Change(Limit)}";

    /// <summary>An axis for these.</summary>
    public static ForestScale Of(IEnumerable<ComparedFigure> figures, double threshold)
    {
        double[] reached = [.. figures.SelectMany(figure => ((double?[])[figure.Change, figure.Low, figure.High]).OfType<double>().Select(change => Math.Abs(change) * (figure.IsRelative ? 1 : OfShares))).Order()];
        var seen = reached.Length == 0 ? 0 : Math.Min(WidestSeen, reached[(int)((reached.Length - 1) * Seen)]);
        var needed = Math.Max(seen, 2.5 * threshold);
        return new ForestScale(Ends.FirstOrDefault(end => end >= needed, Ends[^1]), threshold);
    }

    /// <summary>Where a change lies, -1..1; beyond where it is off the axis.</summary>
    public double Place(ComparedFigure figure, double change) => change * (figure.IsRelative ? 1 : OfShares) / Limit;
}
