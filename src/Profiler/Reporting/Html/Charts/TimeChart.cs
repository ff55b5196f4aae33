using VllmStream.Profiling.Reporting.Html.Reading;

namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>Lines over the time of a run.</summary>
internal static class TimeChart
{
    private const double Top = 10;
    private const double Bottom = 150;
    private const double Height = 182;

    /// <summary>Draws one, as a figure with its title and legend.</summary>
    /// <param name="to">The page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="book">The points.</param>
    /// <param name="lines">Which of their channels.</param>
    /// <param name="span">Length of the run, and which part of it was measured.</param>
    /// <param name="isLog">True for a logarithmic axis, as times have it.</param>
    /// <param name="told">Channels that are told at a point and not drawn.</param>
    public static void Write(MarkupWriter to, string title, SeriesBook book, IReadOnlyList<TimeLine> lines, TimeSpanShown span, bool isLog = false, params TimeLine[] told)
    {
        to.Raw("<figure><figcaption>").Element("b", title);
        var values = lines.SelectMany(line => book.Points.Select(point => point.Values[line.Channel])).OfType<double>().ToArray();
        if (values.Length == 0)
        {
            to.Raw("</figcaption>");
            to.Absent("no interval has one");
            to.Raw("</figure>\n");
            return;
        }

        for (var i = 0; i < lines.Count; i++)
            to.Raw($" <span class=\"key k{i + 1}\">").Text(lines.Count == 1 ? lines[i].Unit : Joined(lines[i].Name, lines[i].Unit)).Raw("</span>");
        to.Raw("</figcaption>\n");
        var positive = isLog ? values.Where(value => value > 0).DefaultIfEmpty(1).ToArray() : [];
        var y = isLog ? ChartAxis.Log(positive.Min(), positive.Max()) : ChartAxis.FromZero(values.Max(), 5);
        var plot = new Plot(to, ChartAxis.Linear(0, span.LengthMs / 1_000));
        plot.Begin($"{title} over time", Height);
        WriteUnmeasured(plot, span);
        plot.TicksAcross(Top, Bottom, "s since run start");
        plot.TicksUp(y, Top, Bottom, ChartAxis.Label);
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            var channel = lines[i].Channel;
            plot.Line($"s{i + 1}", [.. book.Points.Select(point => point.Values[channel] is { } value
                ? ((double, double)?)(plot.Across(Middle(point)), Plot.Up(y, value, Top, Bottom))
                : null)]);
        }

        WriteHits(plot, book.Points, [.. lines, .. told]);
        plot.End();
        to.Raw("</figure>\n");
    }

    private static void WriteUnmeasured(Plot plot, TimeSpanShown span)
    {
        var end = plot.Across(span.LengthMs / 1_000);
        if (span.MeasuredFromMs is not { } from)
            return;
        var start = plot.Across(from / 1_000);
        plot.Box("idle", Plot.Left, Top, Math.Max(0, start - Plot.Left), Bottom - Top);
        if (span.MeasuredToMs is { } to && plot.Across(to / 1_000) is var stop && stop > start)
            plot.Box("idle", stop, Top, Math.Max(0, end - stop), Bottom - Top);
    }

    private static void WriteHits(Plot plot, IReadOnlyList<SeriesPoint> points, TimeLine[] lines)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var middle = plot.Across(Middle(point));
            // Half way to the neighbours: wherever a pointer is, the nearest point tells.
            var left = i == 0 ? plot.Across(point.FromMs / 1_000) - 2 : (plot.Across(Middle(points[i - 1])) + middle) / 2;
            var right = i + 1 == points.Count ? plot.Across(point.ToMs / 1_000) + 2 : (plot.Across(Middle(points[i + 1])) + middle) / 2;
            plot.Hit(left, Top, right - left, Bottom - Top, TextOf(point, lines));
        }
    }

    private static string TextOf(SeriesPoint point, TimeLine[] lines)
    {
        var when = point.ToMs > point.FromMs ? $"{Seconds(point.FromMs)} to {Seconds(point.ToMs)} s" : $"{Seconds(point.FromMs)} s";
        var values = lines.Select(line => $"{line.Name} {Joined(MarkupWriter.Exact(Told(point.Values[line.Channel])), line.Unit)}");
        var several = point.Lines > 1 ? $"\n{point.Lines} intervals in one point" : "";
        return $"{when}\n{string.Join('\n', values)}{several}";
    }

    // What the file says has at most six places; a mean of several may have more.
    private static double? Told(double? value) => value is { } number ? Math.Round(number, 6) : null;

    private static double Middle(SeriesPoint point) => (point.FromMs + point.ToMs) / 2_000;

    private static string Joined(string text, string unit) => unit.Length == 0 ? text : $"{text} {unit}";

    private static string Seconds(double ms) => (ms / 1_000).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
}
