using VllmStream.Profiling;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Metrics.Smoothness;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Tui.State;

namespace VllmStream.Tests.Tui;

/// <summary>Runs to draw: one of which nothing is known, a small one, and one in which every number and name is as large as it gets.</summary>
internal static class Models
{
    private const long RunStart = 1_000_000_000;

    public static ScreenData Empty { get; } = new()
    {
        Target = "http://127.0.0.1:8000/v1/chat/completions",
        Run = Run("m", ["chat"], new LoadDescription { Kind = "closed", Concurrency = 8, Seed = 1 }),
        Status = new RunStatus { State = RunState.Running, ElapsedMs = 0, MeasuredMs = 0, PlannedMs = 30_000, ProgressRatio = 0, InFlight = 0 },
    };

    public static ScreenData Small { get; } = MakeSmall();

    public static ScreenData Huge { get; } = MakeHuge();

    /// <summary>Every prompt streamed and not streamed.</summary>
    public static ScreenData Paired { get; } = MakePaired();

    /// <summary>A run of before.</summary>
    public static OtherRun Other { get; } = OtherRun.Of("runs/before.ndjson", MakeBefore());

    public static IReadOnlyDictionary<string, ScreenData> All { get; } = new Dictionary<string, ScreenData>(StringComparer.Ordinal) { ["empty"] = Empty, ["small"] = Small, ["huge"] = Huge };

    public static EndedRequest Ended(long id, Outcome outcome = Outcome.Ok, string group = "chat", double ttftMs = 187, double e2eMs = 4_320, string? error = null, long tokens = 182)
    {
        var sent = RunStart + Ticks.FromMs(id * 100);
        var record = new RequestRecord
        {
            Id = id, Group = group, Endpoint = "chat", Streaming = true, Warmup = false, Outcome = outcome, HttpStatus = outcome == Outcome.RateLimited ? 429 : 200,
            Marks = new RequestMarks
            {
                Scheduled = sent, Started = sent, Sent = sent + Ticks.FromMs(0.1), Headers = sent + Ticks.FromMs(3.9), FirstByte = sent + Ticks.FromMs(4), FirstEvent = sent + Ticks.FromMs(4),
                FirstToken = sent + Ticks.FromMs(ttftMs), FirstVisible = sent + Ticks.FromMs(ttftMs), LastToken = sent + Ticks.FromMs(e2eMs - 1), End = sent + Ticks.FromMs(e2eMs),
            },
            OutputTokens = tokens, TokenSource = TokenSource.UsageFinal, TokenEvents = (int)tokens, FirstEventTokens = 1, FinishReasons = ["stop"],
        };
        return new EndedRequest
        {
            Id = id, Group = group, Streaming = true, Warmup = false, Window = 1, Attempt = 1, WillRetry = false, Outcome = outcome, Metrics = RequestMetrics.Of(record, RunStart),
            Gaps = new GapCurve((int)tokens - 1, [.. Enumerable.Range(0, Math.Min(200, (int)tokens - 1)).Select(i => i == 70 ? 412_000 : 20_000 + i % 7 * 300)]),
            StallBefore = 71, HttpStatus = record.HttpStatus, ErrorKind = error is null ? null : "http_429", ErrorText = error, Tail = error is null ? null : "{\"error\":{\"message\":\"" + error + "\"}}",
            Reused = id > 4, PromptTokens = 4_112, OutputTokens = tokens, TokenSource = TokenSource.UsageFinal, MaxTokens = 1_024, TokenEvents = (int)tokens, Events = (int)tokens + 2, Reads = (int)tokens,
            Bytes = 177_400, FinishReasons = ["stop"], Shape = StreamShapeKind.Streamed, HasFailed = !outcome.IsSuccess(),
        };
    }

    private static ScreenData MakeSmall()
    {
        var failed = Ended(7, Outcome.RateLimited, error: "rate limit reached, see https://example.org/limits");
        return Empty with
        {
            Run = Run("Qwen/Qwen3-8B", ["chat_short", "chat_long"], new LoadDescription { Kind = "open", RatePerS = 8, Arrival = "poisson", MaxConcurrency = 128, Seed = 42 }) with { Slo = [] },
            Status = new RunStatus { State = RunState.Running, ElapsedMs = 96_000, MeasuredMs = 84_000, PlannedMs = 300_000, ProgressRatio = 0.28, InFlight = 3 },
            Live = [Live(561, "chat_long", 16_600, 795, null), Live(572, "chat_short", 900, 12, 9)],
            Snapshot = new RunSnapshot
            {
                ElapsedMs = 96_000, MeasuredMs = 84_000, Phase = RunPhase.Running, ProgressRatio = 0.28, Sent = 699, InFlight = 3, Server = ServerModels.Small, Ok = 629, Failed = 9, Measured = 630, WarmupRequests = 64, TokensPerEvent = 1,
                Metrics = Metrics(689, 187, 20.6),
                Smoothness = new SmoothnessFigures
                {
                    Requests = 629, Stalls = 3, StalledRequests = 2, LongestStallMs = 1_520, StalledMs = 2_200, StreamingMs = 2_400_000, StalledRatio = 0.000917, ReadWithoutWait = 628, ReadWithoutWaitRatio = 0.99841,
                    ByPosition = [.. Enumerable.Range(1, 10).Select(i => new PositionFigures(1 << i, 20_000 / i, 20_000 / i * (19.0 + i / 4.0), 100 + i * 30))],
                },
                Bars = Bars(),
                Groups = [Group("chat_short", 497, 169), Group("chat_long", 192, 333)],
                Failures = [new FailureFigures("rate_limited", 5, "429 \"rate limit\", retry after 1 s"), new FailureFigures("truncated", 1, null)],
                Errors = [new ErrorFigures(Outcome.RateLimited, "http_429", 5, 12_000, 80_000, failed), new ErrorFigures(Outcome.Truncated, "truncated", 1, 51_000, 51_000, Ended(9, Outcome.Truncated))],
                EndedRequests = [Ended(3), failed, Ended(8, group: "chat_long", ttftMs: 404)],
                FailedRequests = [failed],
                History = [.. Enumerable.Range(0, 84).Select(second => (IReadOnlyList<IntervalFigures>)[Second(second, "chat_short", 20), Second(second, "chat_long", 10)])],
                Client = new ClientHealthReport { SendLagP99Ms = 0.4, ReadLagP99Ms = 0.1, GcPauseMaxMs = 2.1, CpuRatio = 0.06, Cores = 16 },
            },
        };
    }

    private static ScreenData MakePaired()
    {
        var (streamed, whole) = (Group("chat_stream", 350, 187) with { Streams = true }, Group("chat_nonstream", 350, 180) with { Streams = false, Bars = new MetricBars { E2e = Bars().E2e } });
        var (fast, slow) = (new PairSide { Requests = 350, E2eP50Ms = 4_320, E2eP99Ms = 18_600, FirstTextP50Ms = 187, TokensPerAnswer = 182, BytesPerToken = 268, Failed = 5, FailedRatio = 0.014 },
            new PairSide { Requests = 350, E2eP50Ms = 4_290, E2eP99Ms = 18_400, FirstTextP50Ms = 4_290, TokensPerAnswer = 182, BytesPerToken = 4.1, Failed = 0, FailedRatio = 0 });
        return Small with
        {
            Run = Small.Run! with { Mode = "paired", Groups = ["chat_stream", "chat_nonstream"] },
            Snapshot = Small.Snapshot with
            {
                Sent = 700,
                Groups = [streamed, whole],
                Modes = [streamed with { Name = "streaming" }, whole with { Name = "non-streaming" }],
                Pairs = new PairFigures { Complete = 345, Stream = fast, Nonstream = slow, E2eDifferenceMs = new PairDifference(30, -20, 80), E2eP99DifferenceMs = new PairDifference(200, -500, 900), FirstTextDifferenceMs = -4_103, Verdict = "no evidence that streaming costs E2E time here: the interval holds 0 (345 pairs)" },
            },
        };
    }

    private static RunSummary MakeBefore()
    {
        var set = new HistogramSet();
        for (var i = 1; i <= 400; i++)
        {
            foreach (var (metric, ms) in new[] { (MetricId.Ttft, 150.0 + i), (MetricId.Itl, 19 + i / 100.0), (MetricId.Tpot, 20 + i / 200.0), (MetricId.E2e, 4_000.0 + 10 * i), (MetricId.TokensPerSecond, 40 + i / 50.0) })
                set[metric].Record(1_000 * ms);
        }
        return new RunSummary
        {
            Run = Small.Run! with { ServerVersion = "0.10.2", Load = Small.Run!.Load with { RatePerS = 6 } },
            Judgement = new Judgement(Verdict.NotValid, 4, "send lag p99 48 ms", "not valid"),
            Finished = 402,
            Totals = new RunTotals { Requests = 402, Ok = 400, Failed = 2 },
            Metrics = MetricBlocks.Of(set),
            Histograms = HistogramTexts.Of(set),
        };
    }

    private static ScreenData MakeHuge()
    {
        const string Name = "組织/Ungeheuer-großes-Sprachmodell-405B-Instruct-FP8-with-a-very-long-name";
        var group = "gruppe_mit_sehr_langem_namen_🚀_";
        var failed = Ended(2_000_000_007, Outcome.HttpError, group + 1, error: "\u001b[31mCUDA out of memory\u001b[0m\r\n" + new string('x', 400), tokens: 1_000_000);
        return Empty with
        {
            Target = "https://" + new string('h', 200) + ".example.org:65535/v1/chat/completions",
            File = "/tmp/" + new string('f', 100) + ".ndjson",
            Run = Run(Name, [.. Enumerable.Range(0, 20).Select(i => group + i)], new LoadDescription { Kind = "open", Stages = "30s:2,2m>8,30s:2,2m>8,30s:2,2m>8", RatePerS = 999_999, Arrival = "gamma", Burstiness = 0.123, MaxConcurrency = 1_000_000, Seed = long.MaxValue }),
            Status = new RunStatus { State = RunState.Running, ElapsedMs = 1e9, MeasuredMs = 9e8, PlannedMs = 9e8, ProgressRatio = 0.99999, InFlight = 1_000_000 },
            Live = [.. Enumerable.Range(0, 1_000).Select(i => Live(2_000_000_999 - i, group + (999 - i) % 20, 9e7 + 999 - i, 1_000_000, 400_000))],
            Snapshot = new RunSnapshot
            {
                ElapsedMs = 1e9, MeasuredMs = 9e8, Phase = RunPhase.Running, ProgressRatio = 0.99999, Sent = 9_999_999_999, InFlight = 1_000_000, Ok = 9_998_999_998, Failed = 1, Measured = 9_998_999_999,
                Server = ServerModels.Huge, WarmupRequests = 1_000_000, Good = 1, TokensPerEvent = 3.25,
                Metrics = Metrics(9_999_999_999, 3_599_999, 999_999),
                Bars = Bars(),
                Groups = [.. Enumerable.Range(0, 20).Select(i => Group(group + i, 999_999_999, 3_599_999))],
                Failures = [.. Enumerable.Range(0, 30).Select(i => new FailureFigures("error_inband_partial", 999_999_999 - i, failed.ErrorText))],
                Errors = [.. Enumerable.Range(0, 64).Select(i => new ErrorFigures(Outcome.ErrorInbandPartial, "a_kind_of_error_with_a_long_name", 999_999_999, 0, 9e8, failed))],
                EndedRequests = [.. Enumerable.Repeat(failed, 1_000)],
                InvalidReasons = ["client saturated: " + new string('r', 300)],
                History = [.. Enumerable.Range(0, 120).Select(second => (IReadOnlyList<IntervalFigures>)[.. Enumerable.Range(0, 20).Select(i => Second(second, group + i, 9_999_999))])],
                Client = new ClientHealthReport { SendLagP99Ms = 99_999, ReadLagP99Ms = 99_999, GcPauseMaxMs = 99_999, CpuRatio = 1, Cores = 1_024 },
            },
        };
    }

    private static RunDescription Run(string model, IReadOnlyList<string> groups, LoadDescription load) => new()
    {
        Run = "7f3a", Tool = "vllmstream 0.1.0", Target = "http://127.0.0.1:8000/v1/chat/completions", Model = model, ServerName = "vLLM", ServerVersion = "0.11.0", Mode = "stream", Load = load, Groups = groups,
    };

    private static LiveRequest Live(long id, string group, double ageMs, int tokens, int? stall) => new()
    {
        Id = id, Group = group, Streaming = true, Warmup = false, Attempt = 1, Phase = LivePhase.Decode, AgeMs = ageMs, WaitMs = 0.1, TtftMs = 395, TokenEvents = tokens, MaxTokens = 1_024, TokensPerS = 49.1,
        LastGapMs = 20.4, MaxGapMs = 61, Reused = true, StallBefore = stall,
    };

    private static MetricBlocks Metrics(long n, double ttft, double itl) => new()
    {
        TtftMs = Block(n, ttft), TtfcMs = Block(n, ttft), ItlMs = Block(n * 300, itl), TpotMs = Block(n, itl), E2eMs = Block(n, 23 * ttft), WaitMs = Block(n, 0.1),
        TokensPerS = new RateBlock { N = n, Min = 39.8, P1 = 42.1, P10 = 44.6, P50 = 48, P75 = 50, P90 = 52, P95 = 54, P99 = 57, Max = 57.4 },
    };

    private static MetricBlock Block(long n, double p50) => new() { N = n, Mean = p50 * 1.1, Min = p50 * 0.4, P50 = p50, P75 = p50 * 1.4, P90 = p50 * 1.9, P95 = p50 * 2.2, P99 = p50 * 3, P999 = null, Max = p50 * 5 };

    private static MetricBars Bars() => new()
    {
        Ttft = [.. Enumerable.Range(0, 60).Select(i => new HistogramBar(82 * Math.Pow(1.04, i), 1 + (long)(200 * Math.Exp(-Math.Pow(i - 20, 2) / 40.0))))],
        Itl = [new HistogramBar(9.8, 10), new HistogramBar(20, 5_000), new HistogramBar(20.6, 200_000), new HistogramBar(41.8, 90), new HistogramBar(412, 1)],
        Rate = [.. Enumerable.Range(0, 40).Select(i => new HistogramBar(38 + i * 0.5, 1 + i % 9))],
        E2e = [new HistogramBar(1_210, 3), new HistogramBar(4_320, 300), new HistogramBar(20_600, 2)],
    };

    private static GroupSnapshot Group(string name, long n, double ttft) => new()
    {
        Name = name, Sent = n, InFlight = 3, Ok = n - 4, Failed = 1, Measured = n, Metrics = Metrics(n, ttft, 20.6), Bars = Bars(), Failures = [new FailureFigures("truncated", 1, null)],
    };

    private static IntervalFigures Second(int second, string group, long tokens) => new()
    {
        FromMs = second * 1_000, ToMs = second * 1_000 + 1_000, Group = group, Sent = 4, Ok = 4, Failed = second % 30 == 12 ? 1 : 0, InFlight = 20 + second % 11, RequestsPerS = 4, OutputTokensPerS = tokens * (50.0 + second % 7),
        Ttft = Interval(150 + second), Itl = Interval(20), Tpot = Interval(20), E2e = Interval(4_000 + second * 10),
    };

    private static IntervalBlock Interval(double p50) => new() { N = 30, P50 = p50, P90 = p50 * 2, P95 = p50 * 2.2, Max = p50 * 3, Bars = [new HistogramBar(p50, 20), new HistogramBar(p50 * 2, 10)] };
}
