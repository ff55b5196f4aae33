using System.Buffers;
using System.Net.ServerSentEvents;
using BenchmarkDotNet.Attributes;
using VllmStream.Sse;

namespace VllmStream.Bench.Sse;

/// <summary>What does it cost to frame one event of a vLLM chat stream? All figures are per event.</summary>
[MemoryDiagnoser]
public class SseReaderBench
{
    private readonly byte[] _body = VllmChatBody.Make();
    private readonly List<ReadOnlyMemory<byte>> _events = [];
    private ReadOnlySequence<byte> _segments;

    [GlobalSetup]
    public void Setup()
    {
        _segments = BodySegment.Sequence(_body, segmentBytes: 4096);
        for (int start = 0; start < _body.Length;)
        {
            int length = _body.AsSpan(start).IndexOf("\n\n"u8) + 2;
            _events.Add(_body.AsMemory(start, length));
            start += length;
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = VllmChatBody.EventCount, Description = "System.Net.ServerSentEvents")]
    public long Framework()
    {
        long sum = 0;
        using MemoryStream stream = new(_body);
        foreach (SseItem<int> item in System.Net.ServerSentEvents.SseParser.Create(stream, static (_, data) => data.Length).Enumerate())
            sum += item.Data;
        return sum;
    }

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

    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, one buffer, sequence")]
    public long OneBuffer() => Read(new ReadOnlySequence<byte>(_body));

    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, one buffer, memory")]
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

    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, a read per event")]
    public long ReadPerEvent()
    {
        SseReader reader = new();
        long sum = 0;
        foreach (ReadOnlyMemory<byte> part in _events)
        {
            ReadOnlyMemory<byte> input = part;
            while (reader.TryRead(ref input, out SseEvent sseEvent))
                sum += sseEvent.Data.Length;
        }

        reader.Dispose();
        return sum;
    }

    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, 4 KiB segments")]
    public long Segments() => Read(_segments);

    [Benchmark(OperationsPerInvoke = VllmChatBody.EventCount, Description = "SseReader, a read of 100 bytes at a time")]
    public long SmallReads()
    {
        SseReader reader = new();
        long sum = 0;
        int taken = 0;
        for (int end = 0; end < _body.Length;)
        {
            end = Math.Min(_body.Length, end + 100);
            ReadOnlySequence<byte> input = new(_body, taken, end - taken);
            while (reader.TryRead(ref input, out SseEvent sseEvent))
                sum += sseEvent.Data.Length;
            taken = end - (int)input.Length;
        }

        reader.Dispose();
        return sum;
    }

    private static long Read(ReadOnlySequence<byte> input)
    {
        SseReader reader = new();
        long sum = 0;
        while (reader.TryRead(ref input, out SseEvent sseEvent))
            sum += sseEvent.Data.Length;
        reader.Dispose();
        return sum;
    }
}
