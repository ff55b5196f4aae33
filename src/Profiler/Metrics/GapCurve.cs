namespace VllmStream.Profiling.Metrics;

/// <summary>The gaps between an answer's token events, for drawing: few points, none of the peaks lost. Immutable.</summary>
/// <param name="Gaps">Number of gaps.</param>
/// <param name="PointsUs">In order; each is the largest of its share of the gaps, in microseconds. Shares are as equal as they can be.</param>
public sealed record GapCurve(int Gaps, IReadOnlyList<int> PointsUs)
{
    /// <summary>The most points.</summary>
    public const int MostPoints = 200;

    /// <summary>No gaps.</summary>
    public static GapCurve Empty { get; } = new(0, []);

    /// <summary>The largest gap in microseconds; null without one.</summary>
    public int? MaxUs => PointsUs.Count == 0 ? null : PointsUs.Max();

    /// <summary>Draws gaps in microseconds.</summary>
    public static GapCurve Of(ReadOnlySpan<int> gapsUs)
    {
        if (gapsUs.IsEmpty)
            return Empty;
        var points = new int[Math.Min(gapsUs.Length, MostPoints)];
        for (var i = 0; i < points.Length; i++)
        {
            var from = (int)((long)gapsUs.Length * i / points.Length);
            var to = (int)((long)gapsUs.Length * (i + 1) / points.Length);
            var largest = 0;
            foreach (var gap in gapsUs[from..to])
                largest = Math.Max(largest, gap);
            points[i] = largest;
        }

        return new GapCurve(gapsUs.Length, points);
    }
}
