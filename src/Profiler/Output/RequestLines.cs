using System.Buffers;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Output;

/// <summary>From a record to its line, and back. Pure.</summary>
internal static class RequestLines
{
    /// <summary>Writes a record that still owns its gaps into a line, which may have been another's before.</summary>
    public static void Fill(RequestLine line, RequestRecord record, in RequestMetrics metrics, RecordDetail detail)
    {
        var times = metrics.Times;
        line.Id = record.Id;
        line.Group = record.Group;
        line.Endpoint = record.Endpoint;
        line.Mode = record.Streaming ? "stream" : "nonstream";
        line.Pair = record.Pair;
        line.Phase = record.Warmup ? RunPhase.Warmup : RunPhase.Running;
        line.Window = record.Window;
        line.Attempt = record.Attempt;
        line.WillRetry = record.WillRetry;
        line.Outcome = record.Outcome;
        line.HttpStatus = record.HttpStatus;
        line.Error = record.Error;
        line.RetryAfterS = Rounded.OrNull(record.RetryAfterSeconds);
        line.Warnings = record.Warnings;
        line.Conn = record.ConnectionReused switch { true => "reused", false => "new", null => null };
        line.DnsMs = PhaseMs(record.Connect.DnsTicks);
        line.TcpMs = PhaseMs(record.Connect.TcpTicks);
        line.TlsMs = PhaseMs(record.Connect.TlsTicks);
        line.ScheduledMs = times.ScheduledUs / 1_000.0;
        line.StartedMs = Ms(times.StartedUs);
        line.SentMs = Ms(times.SentUs);
        line.ConnectedMs = Ms(times.ConnectedUs);
        line.HeadersMs = Ms(times.HeadersUs);
        line.FirstByteMs = Ms(times.FirstByteUs);
        line.FirstEventMs = Ms(times.FirstEventUs);
        line.FirstTokenMs = Ms(times.FirstTokenUs);
        line.FirstVisibleMs = Ms(times.FirstVisibleUs);
        line.LastTokenMs = Ms(times.LastTokenUs);
        line.EndMs = Ms(times.EndUs);
        line.Items = record.Items;
        line.Dimensions = record.Dimensions;
        line.AskedTokens = record.AskedTokens;
        line.PromptTokens = record.PromptTokens;
        line.CachedTokens = record.CachedTokens;
        line.OutputTokens = record.OutputTokens;
        line.ReasoningTokens = record.ReasoningTokens;
        line.TokenSource = record.TokenSource == TokenSource.None ? null : record.TokenSource;
        line.TokenizerTokens = record.TokenizerTokens;
        line.TokenEvents = record.TokenEvents;
        line.FirstEventTokens = record.FirstEventTokens;
        line.Events = record.Events;
        line.Reads = record.Reads;
        line.MaxEventsPerRead = record.MaxEventsPerRead;
        line.Comments = record.Comments;
        line.Bytes = record.Bytes;
        line.FinishReasons = record.FinishReasons;
        line.DoneMarker = record.DoneMarker;
        line.StreamShape = record.Shape.Kind == StreamShapeKind.Unknown ? null : record.Shape.Kind;
        var isBatched = record.Shape.Kind == StreamShapeKind.Batched;
        line.BurstEvents = isBatched ? record.Shape.BurstEvents : null;
        line.BurstPeriodMs = isBatched ? record.Shape.PeriodUs / 1_000.0 : null;
        line.MaxGapMs = metrics.MaxGap.OrNull;
        line.Stalls = metrics.Smoothness?.Stalls;
        line.StalledMs = metrics.Smoothness?.StalledUs / 1_000.0;
        line.ReaderWaitMs = metrics.Smoothness?.ReaderWaitUs / 1_000.0;
        line.GapsUs = detail == RecordDetail.Requests ? null : record.GapsUs.ToArray();
        line.Body = detail == RecordDetail.Raw ? record.RawBody : null;
        line.M.Fill(metrics);
    }

    /// <summary>Rebuilds the record, with its gaps when the line has them.</summary>
    public static RequestRecord ToRecord(RequestLine line, long runStartTicks)
    {
        var record = new RequestRecord
        {
            Id = line.Id,
            Group = line.Group,
            Endpoint = line.Endpoint,
            Streaming = line.Mode == "stream",
            Pair = line.Pair,
            Warmup = line.Phase == RunPhase.Warmup,
            Window = line.Window,
            Attempt = line.Attempt,
            WillRetry = line.WillRetry,
            Outcome = line.Outcome,
            HttpStatus = line.HttpStatus,
            Error = line.Error,
            RetryAfterSeconds = line.RetryAfterS,
            Warnings = line.Warnings,
            ConnectionReused = line.Conn switch { "reused" => true, "new" => false, _ => null },
            Connect = new ConnectPhases(PhaseTicks(line.DnsMs), PhaseTicks(line.TcpMs), PhaseTicks(line.TlsMs)),
            Marks = Marks(line, runStartTicks),
            Items = line.Items,
            Dimensions = line.Dimensions,
            AskedTokens = line.AskedTokens,
            PromptTokens = line.PromptTokens,
            CachedTokens = line.CachedTokens,
            OutputTokens = line.OutputTokens,
            ReasoningTokens = line.ReasoningTokens,
            TokenSource = line.TokenSource ?? TokenSource.None,
            TokenizerTokens = line.TokenizerTokens,
            TokenEvents = line.TokenEvents,
            FirstEventTokens = line.FirstEventTokens,
            Events = line.Events,
            Reads = line.Reads,
            MaxEventsPerRead = line.MaxEventsPerRead,
            Comments = line.Comments,
            Bytes = line.Bytes,
            FinishReasons = line.FinishReasons,
            DoneMarker = line.DoneMarker,
            Shape = new StreamShape(line.StreamShape ?? StreamShapeKind.Unknown, line.BurstEvents ?? 0, (long)Math.Round((line.BurstPeriodMs ?? 0) * 1_000)),
            RawBody = line.Body,
        };
        if (line.GapsUs is { Length: > 0 } gaps)
        {
            var rented = ArrayPool<int>.Shared.Rent(gaps.Length);
            gaps.CopyTo(rented, 0);
            record.OwnGaps(rented, gaps.Length);
        }

        return record;
    }

    /// <summary>The metrics of a rebuilt record: computed again, but for gap figures, which only the line still has.</summary>
    public static RequestMetrics MetricsOf(RequestLine line, RequestRecord record, long runStartTicks) =>
        RequestMetrics.Of(record, runStartTicks).WithGaps(Gap(line.M.ItlP50Ms), Gap(line.M.ItlP99Ms), Gap(line.MaxGapMs), SmoothnessOf(line));

    // With a stall the largest gap is one.
    private static RequestSmoothness? SmoothnessOf(RequestLine line) => line is { Stalls: { } stalls, StalledMs: { } stalled, ReaderWaitMs: { } waited }
        ? new RequestSmoothness(stalls, Us(stalled), stalls == 0 ? 0 : (int)Us(line.MaxGapMs ?? 0), 0, Us(waited))
        : null;

    private static long Us(double ms) => (long)Math.Round(ms * 1_000);

    private static Reading Gap(double? ms) => ms is { } value ? Reading.Of(Math.Round(value * 1_000)) : Reading.Absent(AbsenceReason.UnderTwoTokens);

    private static RequestMarks Marks(RequestLine line, long runStartTicks)
    {
        var scheduled = runStartTicks + FromMs(line.ScheduledMs);
        return new RequestMarks
        {
            Scheduled = scheduled,
            Started = At(line.StartedMs, scheduled),
            Connected = At(line.ConnectedMs, scheduled),
            Sent = At(line.SentMs, scheduled),
            Headers = At(line.HeadersMs, scheduled),
            FirstByte = At(line.FirstByteMs, scheduled),
            FirstEvent = At(line.FirstEventMs, scheduled),
            FirstToken = At(line.FirstTokenMs, scheduled),
            FirstVisible = At(line.FirstVisibleMs, scheduled),
            LastToken = At(line.LastTokenMs, scheduled),
            End = At(line.EndMs, scheduled),
        };
    }

    private static long At(double? ms, long scheduled) => ms is { } value ? scheduled + FromMs(value) : 0;

    // Rounded, where Ticks.FromMs cuts: 188.123 ms must come back as the microsecond it was.
    private static long FromMs(double ms) => (long)Math.Round(ms * Ticks.PerSecond / 1_000.0);

    private static double? Ms(long us) => us == RequestTimes.Absent ? null : us / 1_000.0;

    private static double? PhaseMs(long ticks) => ticks == 0 ? null : Math.Max(0, Ticks.ToMicroseconds(ticks)) / 1_000.0;

    private static long PhaseTicks(double? ms) => ms is { } value ? Math.Max(1, FromMs(value)) : 0;
}
