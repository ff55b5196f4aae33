using BenchmarkDotNet.Attributes;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Bench.Metrics;

/// <summary>What does one finished request of 128 tokens cost the aggregator's thread, without and with its NDJSON line?</summary>
[MemoryDiagnoser]
public class RecordBench
{
    private readonly SampleRecords _records = new();
    private Aggregator _aggregator = null!;
    private NdjsonWriter _writer = null!;

    /// <summary>A run with two objectives, written to nowhere.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _aggregator = new Aggregator(SampleRecords.RunStart, ["chat"], [new SloTerm("ttft<500ms", "ttft", ComparisonOperator.Less, 500), new SloTerm("tpot<25ms", "tpot", ComparisonOperator.Less, 25)]);
        _aggregator.BeginMeasured(SampleRecords.RunStart);
        _writer = new NdjsonWriter(Stream.Null, "bench", new Redactor(["sk-0123456789abcdef"]));
    }

    /// <summary>Record, metrics, histograms.</summary>
    [Benchmark(Baseline = true)]
    public void Add()
    {
        var record = _records.Next();
        _aggregator.Add(record);
        record.ReleaseGaps();
    }

    /// <summary>The same, and the line, flushed.</summary>
    [Benchmark]
    public void AddAndWrite()
    {
        var record = _records.Next();
        var metrics = _aggregator.Add(record);
        _writer.WriteRequest(record, metrics, RecordDetail.Requests, 1_234.567);
        _writer.Flush();
        record.ReleaseGaps();
    }
}
