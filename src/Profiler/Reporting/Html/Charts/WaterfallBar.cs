using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>The course of one request as a bar: waited here, waited for the first token, took tokens, ended.</summary>
internal static class WaterfallBar
{
    private const double Width = 400;
    private const double Height = 18;

    /// <summary>The marks in the order in which they come, ms since the request was due.</summary>
    public static IReadOnlyList<(string Name, double? Ms)> Marks(RequestLine request) =>
    [
        ("connected", request.ConnectedMs), ("sent", request.SentMs), ("headers", request.HeadersMs), ("first byte", request.FirstByteMs),
        ("first token", request.FirstTokenMs), ("last token", request.LastTokenMs), ("end", request.EndMs),
    ];

    /// <summary>Draws one.</summary>
    /// <param name="to">The page.</param>
    /// <param name="request">The request.</param>
    /// <param name="longestMs">Length of the longest bar on the page.</param>
    public static void Write(MarkupWriter to, RequestLine request, double longestMs)
    {
        to.Raw($"<svg class=\"fall\" viewBox=\"0 0 {MarkupWriter.Place(Width)} {MarkupWriter.Place(Height)}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"").Text($"course of request {request.Id}").Raw("\">");
        var end = request.EndMs ?? 0;
        var sent = request.SentMs ?? end;
        var first = request.FirstTokenMs ?? end;
        var last = request.LastTokenMs ?? first;
        Box(to, "wait", 0, sent, longestMs);
        Box(to, request.Outcome.IsSuccess() || request.FirstTokenMs is not null ? "ttft" : "bad", sent, first, longestMs);
        Box(to, "decode", first, last, longestMs);
        Box(to, request.Outcome.IsSuccess() ? "tail" : "bad", last, end, longestMs);
        foreach (var (_, ms) in Marks(request))
        {
            if (ms is { } place)
                to.Raw($"<rect class=\"tickmark\" x=\"{MarkupWriter.Place(Math.Clamp(Across(place, longestMs) - 0.5, 0, Width - 1))}\" y=\"0\" width=\"1\" height=\"{MarkupWriter.Place(Height)}\"/>");
        }

        to.Raw($"<rect class=\"hit\" x=\"0\" y=\"0\" width=\"{MarkupWriter.Place(Width)}\" height=\"{MarkupWriter.Place(Height)}\"><title>").Text(TextOf(request)).Raw("</title></rect></svg>");
    }

    private static string TextOf(RequestLine request) =>
        $"request {request.Id}, ms since it was due at {MarkupWriter.Exact(request.ScheduledMs)}\n" + string.Join('\n', Marks(request).Select(mark => $"{mark.Name} {MarkupWriter.Exact(mark.Ms)}"));

    private static void Box(MarkupWriter to, string kind, double from, double until, double longestMs)
    {
        var (left, right) = (Across(from, longestMs), Across(until, longestMs));
        if (right > left)
            to.Raw($"<rect class=\"{kind}\" x=\"{MarkupWriter.Place(left)}\" y=\"3\" width=\"{MarkupWriter.Place(right - left)}\" height=\"12\"/>");
    }

    private static double Across(double ms, double longestMs) => longestMs > 0 ? Math.Clamp(ms / longestMs, 0, 1) * Width : 0;
}
