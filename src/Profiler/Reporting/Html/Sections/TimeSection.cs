using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html.Charts;
using VllmStream.Profiling.Reporting.Html.Reading;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>What happened from interval to interval: load, TTFT of each group, and the server beside it.</summary>
internal static class TimeSection
{
    /// <summary>More charts of a kind than this are no help to anyone.</summary>
    private const int MostCharts = 8;

    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        if (page.Details is not { } details)
        {
            to.Absent(ReportPage.Merged);
            return;
        }

        if (details.Total.Book.Points.Count == 0)
        {
            to.Absent("the file has no intervals: the run ended before the first");
            return;
        }

        WriteNotes(to, details.Total.Book);
        var span = new TimeSpanShown(Ends(details).Max(), details.MeasuredFromMs, details.MeasuredToMs);
        to.Raw("<div class=\"grid\" id=\"load-over-time\">\n");
        var total = details.Total.Book;
        TimeChart.Write(to, "Output tokens", total, [new("output", TotalSeries.TokensPerS, "tok/s")], span);
        TimeChart.Write(to, "Requests that ended well", total, [new("ended well", TotalSeries.RequestsPerS, "/s")], span, isLog: false, new TimeLine("failed", TotalSeries.Failed, "requests"));
        TimeChart.Write(to, "In flight", total, [new("in flight", TotalSeries.InFlight, "requests")], span);
        WriteTtft(to, details, span);
        WriteServers(to, page.Summary, details, span);
        WriteGpus(to, page.Summary, details, span);
        to.Raw("</div>\n");
        if (page.Summary.Server is not null)
        {
            to.Element("h3", "The server, over the measured window");
            SummaryLines.Write(to, text => SummaryServer.Write(text, page.Summary));
        }
    }

    private static void WriteNotes(MarkupWriter to, SeriesBook book)
    {
        to.Element("p class=\"note\"", "Everything that was sent, warm-up too; what is shaded was not measured.");
        if (book.LinesPerPoint > 1)
        {
            to.Element("p class=\"note\"", $"The run has more intervals than a chart has room for: each point is {book.LinesPerPoint} of them. "
                + "Rates are their mean, failures their sum; levels and percentiles, which cannot be averaged, are the highest of them.");
        }
    }

    private static void WriteTtft(MarkupWriter to, FileDetails details, TimeSpanShown span)
    {
        foreach (var (group, book) in details.Ttft.Take(MostCharts))
        {
            var title = details.Ttft.Count == 1 ? "TTFT" : $"TTFT of {group}";
            TimeChart.Write(to, title, book, [new("p50", TtftChannel.P50, "ms"), new("p90", TtftChannel.P90, "ms"), new("p99", TtftChannel.P99, "ms")], span, isLog: true, new TimeLine("n", TtftChannel.N, ""));
        }

        WriteLeftOut(to, details.Ttft.Count, "groups");
    }

    private static void WriteServers(MarkupWriter to, RunSummary summary, FileDetails details, TimeSpanShown span)
    {
        if (details.Servers.Count == 0)
        {
            WriteAbsent(to, "Server queue and KV cache", summary.Server?.Reasons.GetValueOrDefault("metrics") ?? "the run did not read the server's metrics");
            return;
        }

        foreach (var (source, book) in details.Servers.Take(MostCharts))
        {
            var of = details.Servers.Count == 1 ? "" : $" of {source}";
            TimeChart.Write(to, $"Server queue{of}", book, [new("waiting", ServerChannel.Waiting, ""), new("running", ServerChannel.Running, "")], span);
            TimeChart.Write(to, $"KV cache{of}", book, [new("in use", ServerChannel.KvCache, "of 1")], span);
        }

        WriteLeftOut(to, details.Servers.Count, "metrics pages");
    }

    private static void WriteGpus(MarkupWriter to, RunSummary summary, FileDetails details, TimeSpanShown span)
    {
        if (details.Gpus.Count == 0)
        {
            WriteAbsent(to, "GPU utilisation", summary.Server?.Reasons.GetValueOrDefault("gpu") ?? "the file has no readings of GPUs");
            return;
        }

        foreach (var (gpu, book) in details.Gpus.Take(MostCharts))
            TimeChart.Write(to, $"GPU {gpu} utilisation", book, [new("busy", 0, "of 1")], span);
        WriteLeftOut(to, details.Gpus.Count, "GPUs");
    }

    private static void WriteAbsent(MarkupWriter to, string title, string reason)
    {
        to.Raw("<figure><figcaption>").Element("b", title).Raw("</figcaption>");
        to.Absent(reason);
        to.Raw("</figure>\n");
    }

    private static void WriteLeftOut(MarkupWriter to, int count, string what)
    {
        if (count > MostCharts)
            to.Absent($"{count - MostCharts} more {what} are in the file and not drawn");
    }

    private static IEnumerable<double> Ends(FileDetails details) =>
        details.Ttft.Values.Concat(details.Servers.Values).Concat(details.Gpus.Values).Append(details.Total.Book).Where(book => book.Points.Count > 0).Select(book => book.Points[^1].ToMs);
}
