using System.Buffers;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Metrics;

/// <summary>Makes records from plain milliseconds.</summary>
internal static class RecordFactory
{
    /// <summary>Start of every run in these tests.</summary>
    public static readonly long RunStart = 50 * Ticks.PerSecond;

    public static long At(double ms) => RunStart + (long)Math.Round(ms * Ticks.PerSecond / 1_000);

    /// <summary>A streamed success: tokens at the given milliseconds after it was sent.</summary>
    public static RequestRecord Streamed(
        double scheduledMs,
        double[] tokensMs,
        long? outputTokens = null,
        double waitMs = 0,
        double? endMs = null,
        string group = "chat",
        bool warmup = false,
        TokenSource source = TokenSource.UsageFinal,
        long id = 0,
        int firstEventTokens = 1,
        long promptTokens = 10,
        Outcome outcome = Outcome.Ok,
        StreamShapeKind shape = StreamShapeKind.Streamed,
        int burstEvents = 0,
        double burstPeriodMs = 0)
    {
        var sent = scheduledMs + waitMs;
        double? first = tokensMs.Length > 0 ? sent + tokensMs[0] : null;
        double? last = tokensMs.Length > 0 ? sent + tokensMs[^1] : null;
        var record = new RequestRecord
        {
            Id = id,
            Group = group,
            Endpoint = "chat",
            Streaming = true,
            Warmup = warmup,
            Outcome = outcome,
            HttpStatus = 200,
            ConnectionReused = id > 0,
            Marks = new RequestMarks
            {
                Scheduled = At(scheduledMs),
                Started = At(scheduledMs),
                Sent = At(sent),
                Headers = At(sent + 1),
                FirstByte = At(sent + 1.5),
                FirstEvent = first is null ? 0 : At(first.Value),
                FirstToken = first is null ? 0 : At(first.Value),
                FirstVisible = first is null ? 0 : At(first.Value),
                LastToken = last is null ? 0 : At(last.Value),
                End = At(endMs is { } end ? sent + end : last ?? sent + 1.5),
            },
            PromptTokens = promptTokens,
            OutputTokens = outputTokens ?? tokensMs.Length,
            TokenSource = source,
            TokenEvents = tokensMs.Length,
            FirstEventTokens = firstEventTokens,
            Events = tokensMs.Length + 2,
            Reads = tokensMs.Length,
            MaxEventsPerRead = 1,
            Bytes = 100 * tokensMs.Length,
            FinishReasons = ["stop"],
            DoneMarker = true,
            Shape = new StreamShape(shape, burstEvents, (long)(burstPeriodMs * 1_000)),
        };
        OwnGaps(record, tokensMs);
        return record;
    }

    /// <summary>A request that failed after it was sent.</summary>
    public static RequestRecord Failed(double scheduledMs, Outcome outcome, RequestError? error = null, int? status = null, double? retryAfter = null, string group = "chat", long id = 0) => new()
    {
        Id = id,
        Group = group,
        Endpoint = "chat",
        Streaming = true,
        Warmup = false,
        Outcome = outcome,
        HttpStatus = status,
        Error = error,
        RetryAfterSeconds = retryAfter,
        ConnectionReused = false,
        Marks = new RequestMarks { Scheduled = At(scheduledMs), Started = At(scheduledMs), Sent = At(scheduledMs + 0.1), End = At(scheduledMs + 20) },
    };

    /// <summary>A whole answer in one document.</summary>
    public static RequestRecord Whole(double scheduledMs, double endMs, bool asked = true, long tokens = 20, long id = 0, string group = "chat") => new()
    {
        Id = id,
        Group = group,
        Endpoint = "chat",
        Streaming = !asked,
        Warmup = false,
        Outcome = Outcome.NotStreamed,
        HttpStatus = 200,
        ConnectionReused = false,
        Marks = new RequestMarks { Scheduled = At(scheduledMs), Sent = At(scheduledMs), Headers = At(scheduledMs + 1), FirstByte = At(scheduledMs + 1), End = At(scheduledMs + endMs) },
        PromptTokens = 10,
        OutputTokens = tokens,
        TokenSource = TokenSource.UsageFinal,
    };

    /// <summary>One of a pair: the first text of a stream comes after 40 ms.</summary>
    public static RequestRecord Member(long pair, bool streaming, double e2eMs, long tokens, Outcome outcome = Outcome.Ok, int attempt = 1, TokenSource source = TokenSource.UsageFinal) => new()
    {
        Id = 2 * pair + (streaming ? 0 : 1),
        Pair = pair,
        Group = streaming ? "chat_stream" : "chat_nonstream",
        Endpoint = "chat",
        Streaming = streaming,
        Warmup = false,
        Attempt = attempt,
        Outcome = outcome,
        Marks = new RequestMarks
        {
            Scheduled = At(pair * 10),
            Sent = At(pair * 10),
            FirstToken = streaming ? At(pair * 10 + 40) : 0,
            FirstVisible = streaming ? At(pair * 10 + 40) : 0,
            End = At(pair * 10 + e2eMs),
        },
        OutputTokens = tokens,
        TokenSource = source,
        Bytes = tokens * (streaming ? 100 : 4),
    };

    /// <summary><paramref name="count"/> tokens, the first after <paramref name="first"/> ms, then every <paramref name="gap"/> ms.</summary>
    public static double[] Every(double first, double gap, int count) => [.. Enumerable.Range(0, count).Select(i => first + (i * gap))];

    public static Aggregator Aggregator(double measuredFromMs = 0, params string[] groups)
    {
        var aggregator = new Aggregator(RunStart, groups.Length == 0 ? ["chat"] : groups, []);
        aggregator.BeginMeasured(At(measuredFromMs));
        return aggregator;
    }

    private static void OwnGaps(RequestRecord record, double[] tokensMs)
    {
        if (tokensMs.Length < 2)
            return;
        var gaps = ArrayPool<int>.Shared.Rent(tokensMs.Length - 1);
        for (var i = 1; i < tokensMs.Length; i++)
            gaps[i - 1] = (int)Math.Round((tokensMs[i] - tokensMs[i - 1]) * 1_000);
        record.OwnGaps(gaps, tokensMs.Length - 1);
    }
}
