using System.Buffers;
using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using VllmStream.Sse;

namespace VllmStream.Bench.Sse;

/// <summary>
/// What does it cost to frame one event of a vLLM chat stream? All figures are per event. Each way in which the bytes may come is
/// a group of its own, with System.Net.ServerSentEvents on its own ground there, a Stream, as the baseline.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class SseReaderBench
{
    private const string Contiguous = "contiguous";
    private const string Pipe = "pipe, 16 KiB";
    private const string EventPerRead = "event per read";
    private const string SmallReads = "100 bytes";
    private const int PipeBytes = 16 * 1024;
    private const int SmallBytes = 100;

    private readonly byte[] _body = VllmChatBody.Make();
    private readonly byte[] _buffer = new byte[4096];
    private int[] _pipeEnds = [];
    private int[] _eventEnds = [];
    private int[] _smallEnds = [];
    private ReadOnlySequence<byte> _segments;

    [GlobalSetup]
    public void Setup()
    {
        _segments = BodySegment.Sequence(_body, segmentBytes: 4096);
        _pipeEnds = CutStream.Every(PipeBytes, _body.Length);
        _smallEnds = CutStream.Every(SmallBytes, _body.Length);
        var ends = new List<int>();
        for (int end = 0; end < _body.Length;)
            ends.Add(end += _body.AsSpan(end).IndexOf("\n\n"u8) + 2);
        _eventEnds = [.. ends];
    }

    [BenchmarkCategory(Contiguous)]
    [Benchmark(Baseline = true, OperationsPerInvoke = VllmChatBody.EventCount, Description = "System.Net.ServerSentEvents")]
    public long Framework() => ReadFramework(new MemoryStream(_body));

    [BenchmarkCategory(Contiguous)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "IndexOf of two line feeds, nothing else")]
    public long TwoLineFeeds()
    {
        long sum = 0;
        ReadOnlySpan<byte> rest = _body;
        for (int end = rest.IndexOf("\n\n"u8); end >= 0; end = rest.IndexOf("\n\n"u8))
        {
            sum += end - "data: ".Length;
            rest = rest.Slice(end + 2);
        }

        return sum;
    }

    [BenchmarkCategory(Contiguous)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, memory")]
    public long OneBufferMemory()
    {
        SseReader reader = new();
        long sum = 0;
        ReadOnlyMemory<byte> input = _body;
        while (reader.TryRead(ref input, out SseEvent sseEvent))
            sum += sseEvent.Data.Length;
        reader.Dispose();
        return sum;
    }

    [BenchmarkCategory(Contiguous)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, sequence")]
    public long OneBuffer() => ReadSequence(new ReadOnlySequence<byte>(_body));

    [BenchmarkCategory(Contiguous)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, segments of 4 KiB")]
    public long Segments() => ReadSequence(_segments);

    [BenchmarkCategory(Pipe)]
    [Benchmark(Baseline = true, OperationsPerInvoke = VllmChatBody.EventCount, Description = "System.Net.ServerSentEvents, async")]
    public async Task<long> FrameworkPipe()
    {
        long sum = 0;
        await using CutStream stream = new(_body, _pipeEnds);
        await foreach (SseItem<int> item in System.Net.ServerSentEvents.SseParser.Create(stream, static (_, data) => data.Length).EnumerateAsync())
            sum += item.Data;
        return sum;
    }

    [BenchmarkCategory(Pipe)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SsePipeReader")]
    public async Task<long> PipeReads()
    {
        long sum = 0;
        PipeReader pipe = PipeReader.Create(new CutStream(_body, _pipeEnds), new StreamPipeReaderOptions(bufferSize: PipeBytes));
        using SsePipeReader events = new(pipe);
        while (await events.WaitAsync())
        {
            while (events.TryRead(out SseEvent sseEvent))
                sum += sseEvent.Data.Length;
        }

        await pipe.CompleteAsync();
        return sum;
    }

    [BenchmarkCategory(EventPerRead)]
    [Benchmark(Baseline = true, OperationsPerInvoke = VllmChatBody.EventCount, Description = "System.Net.ServerSentEvents")]
    public long FrameworkEventPerRead() => ReadFramework(new CutStream(_body, _eventEnds));

    [BenchmarkCategory(EventPerRead)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader over a buffer")]
    public long ReadPerEvent() => ReadBuffered(_eventEnds);

    [BenchmarkCategory(SmallReads)]
    [Benchmark(Baseline = true, OperationsPerInvoke = VllmChatBody.EventCount, Description = "System.Net.ServerSentEvents")]
    public long FrameworkSmallReads() => ReadFramework(new CutStream(_body, _smallEnds));

    [BenchmarkCategory(SmallReads)]
    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader over a buffer")]
    public long ReadSmall() => ReadBuffered(_smallEnds);

    private static long ReadFramework(Stream stream)
    {
        long sum = 0;
        using (stream)
        {
            foreach (SseItem<int> item in System.Net.ServerSentEvents.SseParser.Create(stream, static (_, data) => data.Length).Enumerate())
                sum += item.Data;
        }

        return sum;
    }

    private static long ReadSequence(ReadOnlySequence<byte> input)
    {
        SseReader reader = new();
        long sum = 0;
        while (reader.TryRead(ref input, out SseEvent sseEvent))
            sum += sseEvent.Data.Length;
        reader.Dispose();
        return sum;
    }

    // The same stream as the baseline's, read into the caller's own buffer, what is left over moved to its front.
    private long ReadBuffered(int[] ends)
    {
        using CutStream stream = new(_body, ends);
        SseReader reader = new();
        long sum = 0;
        int filled = 0;
        for (int received; (received = stream.Read(_buffer.AsSpan(filled))) > 0;)
        {
            ReadOnlyMemory<byte> input = _buffer.AsMemory(0, filled + received);
            while (reader.TryRead(ref input, out SseEvent sseEvent))
                sum += sseEvent.Data.Length;
            input.CopyTo(_buffer);
            filled = input.Length;
        }

        reader.Dispose();
        return sum;
    }
}
