using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Recording;
using VllmStream.Sse;

namespace VllmStream.Bench.Api;

/// <summary>What does it cost to learn what one chunk of a vLLM chat stream says, and to keep it? All figures are per event.</summary>
[MemoryDiagnoser]
public class ChunkFactsBench : IDisposable
{
    // Bytes that one read of a socket brings when events come one by one.
    private const int ReadBytes = 256;

    private readonly byte[] _body = ChatBody.Make();
    private readonly ChatEndpoint _endpoint = new();
    private readonly AnswerReader _reader = new();
    private SseReader _sse = new(SseReader.DefaultMaxEventBytes);
    private ChunkFacts _facts;
    private byte[][] _data = [];

    [GlobalSetup]
    public void Setup()
    {
        var data = new List<byte[]>();
        using var sse = new SseReader();
        var body = new ReadOnlyMemory<byte>(_body);
        while (sse.TryRead(ref body, out var sseEvent))
            data.Add(sseEvent.Data.ToArray());
        _data = [.. data];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = ChatBody.EventCount, Description = "JsonDocument, two look-ups")]
    public int Document()
    {
        var tokens = 0;
        foreach (var data in _data)
        {
            if (data[0] != '{')
                continue;
            using var json = JsonDocument.Parse(data);
            var choices = json.RootElement.GetProperty("choices"u8);
            if (choices.GetArrayLength() > 0 && choices[0].GetProperty("delta"u8).TryGetProperty("content"u8, out var content))
                tokens += content.ValueEquals(""u8) ? 0 : 1;
        }

        return tokens;
    }

    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "facts by the template")]
    public int Template() => ReadFacts(default);

    // An event with a type is none that the template answers for.
    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "facts by the full walk")]
    public int FullWalk() => ReadFacts("message"u8);

    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "framing")]
    public int Framing()
    {
        var events = 0;
        var body = new ReadOnlyMemory<byte>(_body);
        while (_sse.TryRead(ref body, out _))
            events++;
        return events;
    }

    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "framing + facts by the template")]
    public int FramingAndTemplate() => ReadEvents(default);

    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "framing + facts by the full walk")]
    public int FramingAndFullWalk() => ReadEvents("message"u8);

    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "AnswerReader, whole body at once")]
    public int WholeBody() => ReadAnswer(_body.Length);

    [Benchmark(OperationsPerInvoke = ChatBody.EventCount, Description = "AnswerReader, reads of 256 bytes")]
    public int SmallReads() => ReadAnswer(ReadBytes);

    [GlobalCleanup]
    public void Dispose()
    {
        _reader.Dispose();
        _sse.Dispose();
        GC.SuppressFinalize(this);
    }

    private int ReadFacts(ReadOnlySpan<byte> type)
    {
        var tokens = 0;
        foreach (var data in _data)
        {
            _endpoint.ReadEvent(type, data, ref _facts, text: null);
            tokens += _facts.Generated == GeneratedKind.None ? 0 : 1;
        }

        return tokens;
    }

    private int ReadEvents(ReadOnlySpan<byte> type)
    {
        var tokens = 0;
        var body = new ReadOnlyMemory<byte>(_body);
        while (_sse.TryRead(ref body, out var sseEvent))
        {
            _endpoint.ReadEvent(type, sseEvent.Data, ref _facts, text: null);
            tokens += _facts.Generated == GeneratedKind.None ? 0 : 1;
        }

        return tokens;
    }

    private int ReadAnswer(int readBytes)
    {
        var marks = new RequestMarks { Sent = 1 };
        _reader.Begin(_endpoint, streamAsked: true, "text/event-stream", choices: 1, meter: null, text: null);
        var start = 0;
        ReadOnlySequence<byte> unread = default;
        for (var end = Math.Min(readBytes, _body.Length); ; end = Math.Min(end + readBytes, _body.Length))
        {
            unread = new ReadOnlySequence<byte>(_body, start, end - start);
            _reader.Read(ref unread, end, ref marks);
            start = end - (int)unread.Length;
            if (end == _body.Length)
                break;
        }

        var result = _reader.Complete(ref unread, ref marks, BodyEnd.Clean);
        ArrayPool<int>.Shared.Return(result.Gaps);
        return result.TokenEvents;
    }
}
