using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>The requests that a summary is of, read from a run file in one pass.</summary>
internal static class MeasuredRequests
{
    /// <summary>Hands out the last attempt of every measured request, in the order of the file.</summary>
    /// <param name="stream">A run file, at its start.</param>
    /// <param name="window">Number of the measured window.</param>
    /// <param name="take">Gets each line once; the line is its own to keep.</param>
    /// <returns>The first line of the file.</returns>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    public static RunStartedLine Read(Stream stream, int window, Action<RequestLine> take)
    {
        RunStartedLine? started = null;
        foreach (var line in new NdjsonReader(stream).Read(type => type is RunStartedLine.Word or RequestLine.Word))
        {
            if (line is RunStartedLine first)
                started ??= first;
            else if (line is RequestLine request && IsMeasured(request, window))
                take(request);
        }

        return started ?? throw new NdjsonFormatException("file has no run_started line");
    }

    /// <summary>True for what the figures of a summary are of: no warm-up, no attempt that was followed by another, nobody who left as planned.</summary>
    public static bool IsMeasured(RequestLine request, int window) =>
        request.Phase == RunPhase.Running && request.Window == window && Counts(request);

    /// <summary>True for a request of its own, warm-up or not: no attempt that was followed by another, no set-up of a user, nobody who left as planned.</summary>
    public static bool Counts(RequestLine request) =>
        request is { WillRetry: false, Id: >= 0 } && !(request.Outcome == Outcome.CancelledByUs && request.Error?.Kind == RequestError.Left);
}
