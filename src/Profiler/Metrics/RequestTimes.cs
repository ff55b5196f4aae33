using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>The marks of a request in whole microseconds since it was scheduled.</summary>
/// <remarks>
/// Everything is computed from these and nothing from ticks: the NDJSON file holds exactly these numbers,
/// so a report that is rebuilt from the file equals the one made live.
/// </remarks>
public readonly struct RequestTimes
{
    /// <summary>Stands for a mark that did not happen.</summary>
    public const long Absent = -1;

    /// <summary>Microseconds from the start of the run to the planned send.</summary>
    public required long ScheduledUs { get; init; }

    /// <summary>Begun by this client.</summary>
    public required long StartedUs { get; init; }

    /// <summary>New connection ready.</summary>
    public required long ConnectedUs { get; init; }

    /// <summary>Request handed to the socket in full.</summary>
    public required long SentUs { get; init; }

    /// <summary>End of the response head.</summary>
    public required long HeadersUs { get; init; }

    /// <summary>First body byte.</summary>
    public required long FirstByteUs { get; init; }

    /// <summary>First event with data.</summary>
    public required long FirstEventUs { get; init; }

    /// <summary>First generated token.</summary>
    public required long FirstTokenUs { get; init; }

    /// <summary>First visible content.</summary>
    public required long FirstVisibleUs { get; init; }

    /// <summary>Last generated token.</summary>
    public required long LastTokenUs { get; init; }

    /// <summary>End of the body or of the attempt.</summary>
    public required long EndUs { get; init; }

    /// <summary>Microseconds from the start of the run to the end of the request.</summary>
    public long EndInRunUs => InRun(EndUs);

    /// <summary>Microseconds from the start of the run to a mark; <see cref="Absent"/> stays absent.</summary>
    public long InRun(long sinceScheduled) => sinceScheduled == Absent ? Absent : ScheduledUs + sinceScheduled;

    /// <summary>Converts the marks of a record.</summary>
    /// <param name="marks">Monotonic ticks.</param>
    /// <param name="runStartTicks">Start of the run.</param>
    public static RequestTimes Of(in RequestMarks marks, long runStartTicks)
    {
        var scheduled = marks.Scheduled != 0 ? marks.Scheduled : marks.Started != 0 ? marks.Started : marks.Sent;
        return new RequestTimes
        {
            ScheduledUs = Math.Max(0, Ticks.ToMicroseconds(scheduled - runStartTicks)),
            StartedUs = Since(marks.Started, scheduled),
            ConnectedUs = Since(marks.Connected, scheduled),
            SentUs = Since(marks.Sent, scheduled),
            HeadersUs = Since(marks.Headers, scheduled),
            FirstByteUs = Since(marks.FirstByte, scheduled),
            FirstEventUs = Since(marks.FirstEvent, scheduled),
            FirstTokenUs = Since(marks.FirstToken, scheduled),
            FirstVisibleUs = Since(marks.FirstVisible, scheduled),
            LastTokenUs = Since(marks.LastToken, scheduled),
            EndUs = Since(marks.End, scheduled),
        };
    }

    // A connection opened ahead of its request is ready "at once", not before.
    private static long Since(long mark, long scheduled) =>
        mark == 0 ? Absent : Math.Max(0, Ticks.ToMicroseconds(mark - scheduled));
}
