using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Output;

/// <summary>Plays a run through aggregator and writer as the engine does, without a server.</summary>
internal sealed class SampleRun
{
    private SampleRun(RunSummary summary, string text)
    {
        Summary = summary;
        Text = text;
    }

    /// <summary>What the run summed up.</summary>
    public RunSummary Summary { get; }

    /// <summary>Its file.</summary>
    public string Text { get; }

    /// <summary>Its file without the summary line.</summary>
    public string TextWithoutSummary => Text[..(Text.LastIndexOf('\n', Text.Length - 2) + 1)];

    /// <summary>Plays records in the order of their ends, with an interval line each second.</summary>
    public static SampleRun Play(
        IEnumerable<RequestRecord> records,
        RunDescription description,
        double measuredFromMs,
        double sendingToMs,
        double endMs,
        Redactor? redactor = null,
        RecordDetail detail = RecordDetail.Requests,
        Func<RunEnding, RunEnding>? ending = null)
    {
        redactor ??= Redactor.None;
        var aggregator = new Aggregator(RecordFactory.RunStart, description.Groups, description.Slo, redactor.Clean, pairSeed: description.Mode == "paired" ? description.Load.Seed : null);
        RunSummary summary;
        using var stream = new MemoryStream();
        using (var writer = new NdjsonWriter(stream, description.Run, redactor, leaveOpen: true))
        {
            writer.Write(RunStartedLine.Of(description, new RunOptions { Target = new TargetUrl("http", "127.0.0.1", 8000, "") }), 0);
            writer.Write(new ProbeLine { Dialect = "vllm", TokenSource = "usage_final", UsageInStream = true }, 1);
            writer.WritePhase(RunPhase.Warmup, 0, null, 2);
            aggregator.BeginWarmup(RecordFactory.At(0));
            writer.WritePhase(RunPhase.Running, measuredFromMs, "warm-up over", 3);
            aggregator.BeginMeasured(RecordFactory.At(measuredFromMs));
            writer.WritePhase(RunPhase.Draining, sendingToMs, "duration", 4);
            aggregator.EndSending(RecordFactory.At(sendingToMs));
            var nextInterval = 1000.0;
            foreach (var record in records.OrderBy(record => record.Marks.End))
            {
                var end = (record.Marks.End - RecordFactory.RunStart) / 1e6;
                for (; end > nextInterval; nextInterval += 1000)
                    writer.WriteIntervals(aggregator.TakeIntervals(RecordFactory.At(nextInterval), new ClientHealthReport { CpuRatio = 0.1 }), nextInterval);
                writer.WriteRequest(record, aggregator.Add(record), detail, end);
                record.ReleaseGaps();
                writer.Flush();
            }

            writer.WriteIntervals(aggregator.TakeIntervals(RecordFactory.At(endMs), null), endMs);
            writer.Write(ServerLine.Of(Look), endMs);
            writer.Write(new NoteLine { Code = "sample", Text = "a note", Data = new Dictionary<string, string?> { ["x"] = "1" } }, endMs);
            var made = SummaryFactory.Ending(aggregator, endMs) with { Client = GoodClient };
            summary = SummaryBuilder.Build(aggregator, description, ending?.Invoke(made) ?? made, RecordFactory.RunStart);
            writer.Write(SummaryLine.Of(summary), endMs);
        }

        return new SampleRun(summary, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Reads the file of a run, or a part of it.</summary>
    public static RunSummary Report(string text) => RunReport.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>What the server said at the end.</summary>
    public static ServerLook Look { get; } = new()
    {
        Source = "http://127.0.0.1:8000/metrics",
        AtMs = 1_000,
        Name = "vLLM",
        Running = 7,
        Waiting = 1,
        KvCacheRatio = 0.25,
        Ttft = new ServerTime { N = 3, MeanMs = 120.5, P50Ms = new BucketBounds(100, 250) },
    };

    public static ClientHealthReport GoodClient { get; } = new()
    {
        Sends = 100,
        SendLagP99Ms = 0.4,
        ReadLagP99Ms = 0.1,
        GcPauseMaxMs = 3,
        CpuRatio = 0.06,
        Cores = 2,
    };

    /// <summary>Two groups, some failures, warm-up, all kinds of answers: 260 requests over ten seconds.</summary>
    public static IEnumerable<RequestRecord> Mixed()
    {
        for (var i = 0; i < 260; i++)
        {
            var scheduled = i * 38.4;
            var group = i % 4 == 0 ? "chat_long" : "chat_short";
            yield return (i % 65) switch
            {
                64 => RecordFactory.Failed(scheduled, Outcome.RateLimited, new RequestError("http_429", "rate limit"), 429, 1, group, i),
                63 => RecordFactory.Streamed(scheduled, RecordFactory.Every(120, 9, 3), outcome: Outcome.Truncated, group: group, id: i),
                62 => RecordFactory.Failed(scheduled, Outcome.StaleConnection, new RequestError("stale", "kept connection, idle 5.1 s"), group: group, id: i),
                61 => RecordFactory.Streamed(scheduled, [150.5], outputTokens: 1, group: group, id: i),
                _ => RecordFactory.Streamed(
                    scheduled,
                    RecordFactory.Every(100 + (i * 7 % 91) + 0.123, 20 + (i % 7 * 0.25), group == "chat_long" ? 60 : 20),
                    outputTokens: group == "chat_long" ? 60 : 20,
                    waitMs: i % 11 * 0.03,
                    warmup: i < 10,
                    group: group,
                    id: i),
            };
        }
    }

    public static RunDescription MixedDescription { get; } = SummaryFactory.Description(
        [
            new CheckTerm("ttft.p99 < 800ms", null, "ttft", "p99", ComparisonOperator.Less, 800),
            new CheckTerm("error_rate < 1%", null, "error_rate", null, ComparisonOperator.Less, 0.01),
            new CheckTerm("chat_long.ttft.p99 < 2s", "chat_long", "ttft", "p99", ComparisonOperator.Less, 2000),
        ],
        [new SloTerm("ttft<180ms", "ttft", ComparisonOperator.Less, 180), new SloTerm("tpot<25ms", "tpot", ComparisonOperator.Less, 25)],
        "chat_short",
        "chat_long");

    /// <summary>Pairs: 30 with differences from -9 to 20 ms, one without its second member, one that failed.</summary>
    public static SampleRun PlayPaired()
    {
        var description = SummaryFactory.Description(groups: ["chat_stream", "chat_nonstream"]) with
        {
            Mode = "paired",
            Load = new LoadDescription { Kind = "closed", Concurrency = 2, Seed = 42 },
        };
        return Play(Members(), description, 0, 9_000, 9_500);

        static IEnumerable<RequestRecord> Members()
        {
            for (var pair = 0; pair < 32; pair++)
            {
                yield return RecordFactory.Member(pair, streaming: true, 1_500 + 40 * pair + (pair * 7 % 30) - 9, 20, pair == 30 ? Outcome.Reset : Outcome.Ok);
                if (pair < 31)
                    yield return RecordFactory.Member(pair, streaming: false, 1_500 + 40 * pair, pair % 8 == 0 ? 19 : 20);
            }
        }
    }

    public static SampleRun PlayMixed(RecordDetail detail = RecordDetail.Requests) =>
        Play(Mixed(), MixedDescription with { Load = new LoadDescription { Kind = "open", RatePerS = 26, Arrival = "poisson", MaxConcurrency = 128, Seed = 42 } }, 384, 9_984, 11_500, detail: detail);
}
