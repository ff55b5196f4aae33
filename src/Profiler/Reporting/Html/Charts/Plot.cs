namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>The frame of a chart as inline SVG: places, ticks, and what is told where a pointer rests. One thread.</summary>
/// <remarks>
/// All charts are drawn 400 wide, about as wide as they are shown on a phone and in a column of a screen, so that their texts keep their size.
/// Colours are classes: the style sheet has them light, dark and for paper.
/// </remarks>
internal sealed class Plot(MarkupWriter to, ChartAxis x)
{
    /// <summary>Width of every chart.</summary>
    public const double Width = 400;

    /// <summary>Where the values begin; left of it stand the ticks of the other axis.</summary>
    public const double Left = 46;

    /// <summary>Where they end.</summary>
    public const double Right = 388;

    private const int MostTicksAcross = 7;
    private const int MostTicksUp = 5;

    /// <summary>Begins the drawing.</summary>
    /// <param name="label">What it shows, for those who do not see it.</param>
    /// <param name="height">Its height.</param>
    public void Begin(string label, double height) =>
        to.Raw($"<svg class=\"plot\" viewBox=\"0 0 {MarkupWriter.Place(Width)} {MarkupWriter.Place(height)}\" role=\"img\" aria-label=\"").Text(label).Raw("\">\n");

    /// <summary>Ends it.</summary>
    public void End() => to.Raw("</svg>\n");

    /// <summary>Place of a value from left to right.</summary>
    public double Across(double value) => Left + (x.Share(value) * (Right - Left));

    /// <summary>Place of a value from bottom to top.</summary>
    public static double Up(ChartAxis y, double value, double top, double bottom) => bottom - (y.Share(value) * (bottom - top));

    /// <summary>Lines and texts of the axis below.</summary>
    public void TicksAcross(double top, double bottom, string unit)
    {
        foreach (var tick in x.Ticks(MostTicksAcross))
        {
            var place = MarkupWriter.Place(Across(tick));
            to.Raw($"<path class=\"rule\" d=\"M{place} {MarkupWriter.Place(top)}V{MarkupWriter.Place(bottom)}\"/>");
            to.Raw($"<text class=\"tick\" x=\"{place}\" y=\"{MarkupWriter.Place(bottom + 14)}\" text-anchor=\"middle\">{ChartAxis.Label(tick)}</text>");
        }

        to.Raw($"<path class=\"axis\" d=\"M{MarkupWriter.Place(Left)} {MarkupWriter.Place(bottom)}H{MarkupWriter.Place(Right)}\"/>");
        to.Raw($"<text class=\"unit\" x=\"{MarkupWriter.Place(Right)}\" y=\"{MarkupWriter.Place(bottom + 28)}\" text-anchor=\"end\">{unit}</text>\n");
    }

    /// <summary>Lines and texts of the axis at the left.</summary>
    public void TicksUp(ChartAxis y, double top, double bottom, Func<double, string> label)
    {
        foreach (var tick in y.Ticks(MostTicksUp))
        {
            var place = Up(y, tick, top, bottom);
            to.Raw($"<path class=\"rule\" d=\"M{MarkupWriter.Place(Left)} {MarkupWriter.Place(place)}H{MarkupWriter.Place(Right)}\"/>");
            to.Raw($"<text class=\"tick\" x=\"{MarkupWriter.Place(Left - 5)}\" y=\"{MarkupWriter.Place(place + 4)}\" text-anchor=\"end\">{label(tick)}</text>");
        }

        to.Raw("\n");
    }

    /// <summary>A box.</summary>
    public void Box(string kind, double left, double top, double width, double height) => to.Raw(
        $"<rect class=\"{kind}\" x=\"{MarkupWriter.Place(left)}\" y=\"{MarkupWriter.Place(top)}\" width=\"{MarkupWriter.Place(width)}\" height=\"{MarkupWriter.Place(height)}\"/>");

    /// <summary>A line through places; null breaks it, and a place alone is a dot.</summary>
    public void Line(string kind, IReadOnlyList<(double X, double Y)?> places)
    {
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < places.Count; i++)
        {
            if (places[i] is not { } place)
                continue;
            var begins = i == 0 || places[i - 1] is null;
            var ends = i + 1 == places.Count || places[i + 1] is null;
            if (begins && ends)
                Dot(kind, place.X, place.Y);
            else
                path.Append(begins ? 'M' : 'L').Append(MarkupWriter.Place(place.X)).Append(' ').Append(MarkupWriter.Place(place.Y));
        }

        if (path.Length > 0)
            to.Raw($"<path class=\"line {kind}\" d=\"{path}\"/>\n");
    }

    /// <summary>A dot.</summary>
    public void Dot(string kind, double left, double top) =>
        to.Raw($"<circle class=\"dot {kind}\" cx=\"{MarkupWriter.Place(left)}\" cy=\"{MarkupWriter.Place(top)}\" r=\"2.5\"/>");

    /// <summary>A text.</summary>
    public void Text(string kind, double left, double top, string anchor, string text) =>
        to.Raw($"<text class=\"{kind}\" x=\"{MarkupWriter.Place(left)}\" y=\"{MarkupWriter.Place(top)}\" text-anchor=\"{anchor}\">").Text(text).Raw("</text>");

    /// <summary>A place that tells something when a pointer rests on it.</summary>
    public void Hit(double left, double top, double width, double height, string text)
    {
        to.Raw($"<rect class=\"hit\" x=\"{MarkupWriter.Place(left)}\" y=\"{MarkupWriter.Place(top)}\" width=\"{MarkupWriter.Place(Math.Max(width, 0.5))}\" height=\"{MarkupWriter.Place(height)}\">");
        to.Raw("<title>").Text(text).Raw("</title></rect>\n");
    }
}
