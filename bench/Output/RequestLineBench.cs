using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using VllmStream.Bench.Metrics;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Bench.Output;

/// <summary>What does the NDJSON line of a request of 128 tokens cost, against JsonSerializer over the same object?</summary>
/// <remarks>Ours makes the object from a record, redacts and numbers the line; the baseline is given the object ready made.</remarks>
[MemoryDiagnoser]
public class RequestLineBench
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly SampleRecords _records = new();
    private NdjsonWriter _writer = null!;
    private RequestLine _line = null!;

    /// <summary>Without and with every gap in the line.</summary>
    [Params(RecordDetail.Requests, RecordDetail.Gaps)]
    public RecordDetail Detail { get; set; }

    /// <summary>Writes one line and reads it back: the baseline's object is ours.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using var stream = new MemoryStream();
        using (var writer = NewWriter(stream))
            Write(writer);
        stream.Position = 0;
        _line = (RequestLine)new NdjsonReader(stream).Read(static _ => true).Single();
        _writer = NewWriter(Stream.Null);
        if (!KeysOf(stream.ToArray()).SequenceEqual(KeysOf(JsonSerializer.SerializeToUtf8Bytes(_line, Plain))))
            throw new InvalidOperationException("the two write different lines");
    }

    /// <summary>The object as it is, into a new array.</summary>
    [Benchmark(Baseline = true, Description = "JsonSerializer, object ready made")]
    public int Serializer() => JsonSerializer.SerializeToUtf8Bytes(_line, Plain).Length;

    /// <summary>From the record to the stream.</summary>
    [Benchmark(Description = "record to line, written")]
    public long RecordToLine()
    {
        Write(_writer);
        _writer.Flush();
        return _writer.Bytes;
    }

    private static NdjsonWriter NewWriter(Stream stream) => new(stream, "bench", new Redactor(["sk-0123456789abcdef"]), leaveOpen: true);

    private static IEnumerable<string> KeysOf(byte[] line)
    {
        using var json = JsonDocument.Parse(line);
        return [.. json.RootElement.EnumerateObject().Select(member => member.Name).Order()];
    }

    private void Write(NdjsonWriter writer)
    {
        var record = _records.Next();
        writer.WriteRequest(record, RequestMetrics.Of(record, SampleRecords.RunStart), Detail, 1_234.567);
        record.ReleaseGaps();
    }
}
