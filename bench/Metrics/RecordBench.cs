using System.Buffers;
using BenchmarkDotNet.Attributes;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;

namespace VllmStream.Bench.Metrics;

/// <summary>What does one finished request of 128 tokens cost the aggregator's thread, without and with its NDJSON line?</summary>
[MemoryDiagnoser]
public class RecordBench
{
    private const int Tokens = 128;
    private readonly long _start = Ticks.PerSecond;
    private readonly int[] _gaps = new int[Tokens - 1];
    private readonly IReadOnlyList<string?> _finishReasons = ["stop"];
    private Aggregator _aggregator = null!;
    private NdjsonWriter _writer = null!;
    private long _id;

    /// <summary>A run with two objectives, written to nowhere.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < _gaps.Length; i++)
            _gaps[i] = 15_000 + random.Next(10_000);
        _aggregator = new Aggregator(_start, ["chat"], [new SloTerm("ttft<500ms", "ttft", ComparisonOperator.Less, 500), new SloTerm("tpot<25ms", "tpot", ComparisonOperator.Less, 25)]);
        _aggregator.BeginMeasured(_start);
        _writer = new NdjsonWriter(Stream.Null, "bench", new Redactor(["sk-0123456789abcdef"]));
    }

    /// <summary>Record, metrics, histograms.</summary>
    [Benchmark(Baseline = true)]
    public void Add()
    {
        var record = MakeRecord();
        _aggregator.Add(record);
        record.ReleaseGaps();
    }

    /// <summary>The same, and the line, flushed.</summary>
    [Benchmark]
    public void AddAndWrite()
    {
        var record = MakeRecord();
        var metrics = _aggregator.Add(record);
        _writer.WriteRequest(record, metrics, RecordDetail.Requests, 1_234.567);
        _writer.Flush();
        record.ReleaseGaps();
    }

    private RequestRecord MakeRecord()
    {
        var at = _start + (_id * 1_000_000);
        var record = new RequestRecord
        {
            Id = _id++,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.Ok,
            HttpStatus = 200,
            ConnectionReused = true,
            Marks = new RequestMarks
            {
                Scheduled = at,
                Started = at + 10_000,
                Sent = at + 50_000,
                Headers = at + 180_000_000,
                FirstByte = at + 180_100_000,
                FirstEvent = at + 180_100_000,
                FirstToken = at + 200_000_000,
                FirstVisible = at + 200_000_000,
                LastToken = at + 2_700_000_000,
                End = at + 2_700_200_000,
            },
            PromptTokens = 256,
            OutputTokens = Tokens,
            TokenSource = TokenSource.UsageFinal,
            TokenEvents = Tokens,
            FirstEventTokens = 1,
            Events = Tokens + 3,
            Reads = Tokens,
            MaxEventsPerRead = 3,
            Bytes = 30_000,
            FinishReasons = _finishReasons,
            DoneMarker = true,
            Shape = StreamShapeKind.Streamed,
        };
        var rented = ArrayPool<int>.Shared.Rent(_gaps.Length);
        _gaps.CopyTo(rented, 0);
        record.OwnGaps(rented, _gaps.Length);
        return record;
    }
}
