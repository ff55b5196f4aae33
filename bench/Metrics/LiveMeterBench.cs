using BenchmarkDotNet.Attributes;
using HdrHistogram;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Bench.Metrics;

/// <summary>What does it cost a socket thread to tell of one gap, against the library's recorder?</summary>
[MemoryDiagnoser]
public class LiveMeterBench
{
    private readonly LiveMeter _meter = new();
    private readonly Recorder _recorder = new(1, 3_600_000_000, 3, (id, low, high, digits) => new LongConcurrentHistogram(id, low, high, digits));
    private int _gap = 15_000;

    /// <summary>HdrHistogram's Recorder over its concurrent histogram.</summary>
    [Benchmark(Baseline = true)]
    public void LibraryRecorder() => _recorder.RecordValue(Next());

    /// <summary>One interlocked add to the thread's own stripe.</summary>
    [Benchmark]
    public void Gap() => _meter.Gap(Next());

    private int Next() => _gap = _gap > 25_000 ? 15_000 : _gap + 7;
}
