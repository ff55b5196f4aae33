using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>One change: a point, its interval, and the band of what is too small to matter.</summary>
internal static class ForestPlot
{
    private const double Width = 220;
    private const double Height = 24;
    private const double Zero = Width / 2;
    private const double Reach = 102;
    private const double Middle = Height / 2;

    /// <summary>Draws one.</summary>
    /// <param name="to">The page.</param>
    /// <param name="figure">The figure; without a change the drawing is empty.</param>
    /// <param name="scale">The axis of the page.</param>
    /// <param name="kind">Class of what it says.</param>
    /// <param name="told">What it tells in full.</param>
    public static void Write(MarkupWriter to, ComparedFigure figure, ForestScale scale, string kind, string told)
    {
        to.Raw($"<svg class=\"forest\" viewBox=\"0 0 {At(Width)} {At(Height)}\" role=\"img\" aria-label=\"").Text(ComparisonWords.Label(figure)).Raw("\">");
        var band = Math.Min(1, scale.Threshold / scale.Limit) * Reach;
        Box(to, "band", Zero - band, 0, 2 * band, Height);
        Box(to, "zero", Zero - 0.5, 0, 1, Height);
        if (figure is { Low: { } low, High: { } high })
            WriteInterval(to, kind, scale.Place(figure, low), scale.Place(figure, high));
        if (figure.Change is { } change)
            to.Raw($"<circle class=\"{kind}\" cx=\"{At(Across(scale.Place(figure, change)))}\" cy=\"{At(Middle)}\" r=\"4\"/>");
        to.Raw($"<rect class=\"hit\" x=\"0\" y=\"0\" width=\"{At(Width)}\" height=\"{At(Height)}\"><title>").Text(told).Raw("</title></rect></svg>");
    }

    private static void WriteInterval(MarkupWriter to, string kind, double low, double high)
    {
        var (left, right) = (Across(low), Across(high));
        Box(to, kind, left, Middle - 1, Math.Max(1, right - left), 2);
        WriteEnd(to, kind, low, left);
        WriteEnd(to, kind, high, right);
    }

    // An end is a stroke; one off the axis points outwards.
    private static void WriteEnd(MarkupWriter to, string kind, double share, double place)
    {
        if (Math.Abs(share) <= 1)
            Box(to, kind, place - 0.75, Middle - 5, 1.5, 10);
        else
            to.Raw($"<path class=\"{kind}\" d=\"M{At(place)} {At(Middle - 5)}l{At(Math.Sign(share) * 6)} 5l{At(Math.Sign(share) * -6)} 5z\"/>");
    }

    private static double Across(double share) => Zero + Math.Clamp(share, -1, 1) * Reach;

    private static void Box(MarkupWriter to, string kind, double left, double top, double width, double height) =>
        to.Raw($"<rect class=\"{kind}\" x=\"{At(left)}\" y=\"{At(top)}\" width=\"{At(width)}\" height=\"{At(height)}\"/>");

    private static string At(double place) => MarkupWriter.Place(place);
}
