using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>Reads a run file once, line by line, and keeps what a page shows of it.</summary>
internal static class FileDetailsReader
{
    private const int MostNotes = 50;

    /// <summary>Files name as many groups, pages and GPUs as they like; a page has room for these.</summary>
    private const int MostSeries = 64;

    /// <summary>Reads it; a last line that was cut is left out, as the summary leaves it out.</summary>
    /// <exception cref="NdjsonFormatException">A line is damaged.</exception>
    public static FileDetails Read(Stream stream)
    {
        var details = new FileDetails();
        var window = 1;
        foreach (var line in new NdjsonReader(stream).Read(_ => true))
        {
            switch (line)
            {
                case RunStartedLine started:
                    details.Started = started;
                    break;
                case ProbeLine probe:
                    details.Probe = probe;
                    break;
                case PhaseLine { Phase: RunPhase.Running } phase:
                    details.MeasuredFromMs = phase.AtMs;
                    break;
                case PhaseLine { Phase: RunPhase.Draining } phase:
                    details.MeasuredToMs = phase.AtMs;
                    break;
                case WindowLine begun:
                    // What was measured before is set aside, here as in the summary.
                    window = begun.Window;
                    details.MeasuredFromMs = begun.AtMs;
                    details.Slowest.Clear();
                    details.Stalled.Clear();
                    details.Failures.Clear();
                    break;
                case RequestLine request:
                    details.Requests++;
                    if (request is { Phase: RunPhase.Running, WillRetry: false, Id: >= 0 } && request.Window >= window)
                        Add(details, request);
                    break;
                case IntervalLine interval:
                    details.Total.Add(interval);
                    BookOf(details.Ttft, interval.Group, TtftChannel.NewBook)?.Add(
                        interval.FromMs, interval.ToMs, interval.Ttft.P50, interval.Ttft.P90, interval.Ttft.P99, interval.Ttft.N);
                    break;
                case ServerLine look:
                    Add(details, look);
                    break;
                case NoteLine note when details.Notes.Count < MostNotes:
                    details.Notes.Add(note);
                    break;
                case NoteLine:
                    details.NotesLeftOut++;
                    break;
            }
        }

        details.Total.End();
        return details;
    }

    private static void Add(FileDetails details, RequestLine request)
    {
        // Nothing here shows them, and with --record raw a kept request would hold its whole answer.
        (request.Body, request.GapsUs) = (null, null);
        if (request.EndMs is { } end)
            details.Slowest.Add(request, end - (request.SentMs ?? request.StartedMs ?? 0));
        if (request.StalledMs is > 0 and var stalled)
            details.Stalled.Add(request, stalled);
        if (!request.Outcome.IsSuccess() && request.Error?.Kind != Transport.RequestError.Left)
            details.Failures.Add(request);
    }

    private static void Add(FileDetails details, ServerLine look)
    {
        foreach (var gpu in look.Gpu)
            BookOf(details.Gpus, gpu.Id, () => new SeriesBook(MergeRule.Mean))?.Add(look.AtMs, look.AtMs, gpu.UtilisationRatio);
        // A line of GPUs, or of machines, has no name.
        if (look.Name is not null)
            BookOf(details.Servers, look.Source, ServerChannel.NewBook)?.Add(look.AtMs, look.AtMs, look.Waiting, look.Running, look.KvCacheRatio);
    }

    private static SeriesBook? BookOf(Dictionary<string, SeriesBook> books, string name, Func<SeriesBook> make)
    {
        if (!books.TryGetValue(name, out var book) && books.Count < MostSeries)
            books.Add(name, book = make());
        return book;
    }
}
