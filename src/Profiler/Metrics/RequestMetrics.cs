using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>The metrics of one request by the formulas of <see cref="MetricTable"/>. Computed once and read by aggregator and writer.</summary>
/// <remarks>Failed requests have readings too (a cut stream had a TTFT); leaving them out of latency is the aggregator's part.</remarks>
public readonly struct RequestMetrics
{
    /// <summary>The marks it was computed from.</summary>
    public RequestTimes Times { get; private init; }

    /// <summary>Sent to first token.</summary>
    public Reading Ttft { get; private init; }

    /// <summary>Sent to first visible content.</summary>
    public Reading Ttfc { get; private init; }

    /// <summary>Time per output token after the first.</summary>
    public Reading Tpot { get; private init; }

    /// <summary>Sent to end.</summary>
    public Reading E2e { get; private init; }

    /// <summary>Scheduled to sent.</summary>
    public Reading Wait { get; private init; }

    /// <summary>Decode rate.</summary>
    public Reading TokensPerSecond { get; private init; }

    /// <summary>Scheduled to first token.</summary>
    public Reading TtftFromSchedule { get; private init; }

    /// <summary>Scheduled to end.</summary>
    public Reading E2eFromSchedule { get; private init; }

    /// <summary>Median gap of this request.</summary>
    public Reading ItlP50 { get; private init; }

    /// <summary>99th percentile of its gaps; needs 100 of them.</summary>
    public Reading ItlP99 { get; private init; }

    /// <summary>Its largest gap.</summary>
    public Reading MaxGap { get; private init; }

    /// <summary>How evenly its tokens came; null where there are no gaps.</summary>
    public RequestSmoothness? Smoothness { get; private init; }

    /// <summary>Computes the metrics of a record.</summary>
    /// <param name="record">Still owning its gaps.</param>
    /// <param name="runStartTicks">Start of the run.</param>
    public static RequestMetrics Of(RequestRecord record, long runStartTicks)
    {
        var times = RequestTimes.Of(record.Marks, runStartTicks);
        var streamed = record.Streaming && record.Outcome != Outcome.NotStreamed;
        var gaps = GapStatistics.Of(record.GapsUs);
        var span = Span(record, times, streamed);
        return new RequestMetrics
        {
            Times = times,
            Ttft = Between(times.SentUs, times.FirstTokenUs, streamed, AbsenceReason.NoToken),
            Ttfc = Between(times.SentUs, times.FirstVisibleUs, streamed, AbsenceReason.NoVisibleContent),
            Tpot = span.IsPresent ? Reading.Of(span.Thousandths / (record.OutputTokens!.Value - 1)) : span,
            E2e = Between(times.SentUs, times.EndUs, exists: true, AbsenceReason.NotSent),
            Wait = times.SentUs == RequestTimes.Absent ? Reading.Absent(AbsenceReason.NotSent) : Reading.Of(times.SentUs),
            TokensPerSecond = Rate(record, span),
            TtftFromSchedule = Between(0, times.FirstTokenUs, streamed, AbsenceReason.NoToken),
            E2eFromSchedule = Between(0, times.EndUs, exists: true, AbsenceReason.NotSent),
            ItlP50 = gaps.P50,
            ItlP99 = gaps.P99,
            MaxGap = gaps.Max,
            // Of one gap alone the median is that gap.
            Smoothness = RequestSmoothness.Of(record, (gaps.P50.IsPresent ? gaps.P50 : gaps.Max).Thousandths),
        };
    }

    /// <summary>The reading of a metric; ITL is pooled over gaps and has none.</summary>
    public Reading Of(MetricId metric) => metric switch
    {
        MetricId.Ttft => Ttft,
        MetricId.Ttfc => Ttfc,
        MetricId.Tpot => Tpot,
        MetricId.E2e => E2e,
        MetricId.Wait => Wait,
        MetricId.TokensPerSecond => TokensPerSecond,
        MetricId.TtftFromSchedule => TtftFromSchedule,
        MetricId.E2eFromSchedule => E2eFromSchedule,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "is measured per gap, not per request"),
    };

    /// <summary>This, with gap figures that were computed before (a record read from a file has lost its gaps).</summary>
    public RequestMetrics WithGaps(Reading p50, Reading p99, Reading max, RequestSmoothness? smoothness) =>
        this with { ItlP50 = p50, ItlP99 = p99, MaxGap = max, Smoothness = Smoothness ?? smoothness };

    private static Reading Between(long from, long to, bool exists, AbsenceReason otherwise)
    {
        if (!exists)
            return Reading.Absent(AbsenceReason.NotStreamed);
        if (from == RequestTimes.Absent)
            return Reading.Absent(AbsenceReason.NotSent);
        return to == RequestTimes.Absent ? Reading.Absent(otherwise) : Reading.Of(to - from);
    }

    /// <summary>First to last token where that says something about decoding.</summary>
    private static Reading Span(RequestRecord record, in RequestTimes times, bool streamed)
    {
        if (!streamed)
            return Reading.Absent(AbsenceReason.NotStreamed);
        if (times.FirstTokenUs == RequestTimes.Absent || times.LastTokenUs == RequestTimes.Absent)
            return Reading.Absent(AbsenceReason.NoToken);
        if (record.OutputTokens is not { } tokens)
            return Reading.Absent(AbsenceReason.TokensUnknown);
        if (tokens < 2)
            return Reading.Absent(AbsenceReason.UnderTwoTokens);

        // Released in one burst at the end: the span is a property of the proxy, and dividing by it gives millions of tokens per second.
        if (record.Shape.Kind == StreamShapeKind.Buffered)
            return Reading.Absent(AbsenceReason.Buffered);

        var span = times.LastTokenUs - times.FirstTokenUs;
        return span == 0 ? Reading.Absent(AbsenceReason.NoSpan) : Reading.Of(span);
    }

    private static Reading Rate(RequestRecord record, Reading span)
    {
        if (!span.IsPresent)
            return span;

        // A first event that holds every token leaves nothing to divide.
        var later = record.OutputTokens!.Value - Math.Max(1, record.FirstEventTokens);
        return later > 0 ? Reading.Of(later * 1_000.0 * 1_000_000.0 / span.Thousandths) : Reading.Absent(AbsenceReason.UnderTwoTokens);
    }
}
