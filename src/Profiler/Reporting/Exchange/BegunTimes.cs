using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>The marks of a request counted from its beginning, as clients count who read the clock before they ask for a connection. Milliseconds; null = did not happen.</summary>
/// <remarks>Our own metrics count from the moment the socket had the whole request; a new connection lies between the two.</remarks>
internal readonly struct BegunTimes
{
    // Whose events are the chunks with choices that other clients wait for.
    private static readonly string[] ChunkEndpoints = ["chat", "completions"];

    private BegunTimes(RequestLine line)
    {
        var begun = line.StartedMs ?? line.SentMs;
        BeginMs = begun is { } at ? Rounded.ToThousandth(line.ScheduledMs + at) : null;
        QueueMs = begun;
        FirstTokenMs = Since(begun, line.FirstTokenMs);
        FirstVisibleMs = Since(begun, line.FirstVisibleMs);
        LastTokenMs = Since(begun, line.LastTokenMs);
        EndMs = Since(begun, line.EndMs);
        FirstChunkMs = FirstTokenMs is not null && Array.IndexOf(ChunkEndpoints, line.Endpoint) >= 0 ? Since(begun, line.FirstEventMs) : FirstTokenMs;
    }

    /// <summary>The beginning itself, since run start.</summary>
    public double? BeginMs { get; }

    /// <summary>From the planned send to the beginning.</summary>
    public double? QueueMs { get; }

    /// <summary>First chunk of an answer that has a token: a role-only chunk counts.</summary>
    public double? FirstChunkMs { get; }

    /// <summary>First generated token.</summary>
    public double? FirstTokenMs { get; }

    /// <summary>First visible content.</summary>
    public double? FirstVisibleMs { get; }

    /// <summary>Last generated token.</summary>
    public double? LastTokenMs { get; }

    /// <summary>End of the body, or of the attempt.</summary>
    public double? EndMs { get; }

    /// <summary>Reads a line.</summary>
    public static BegunTimes Of(RequestLine line) => new(line);

    private static double? Since(double? begun, double? mark) =>
        begun is { } from && mark is { } to && to >= from ? Rounded.ToThousandth(to - from) : null;
}
