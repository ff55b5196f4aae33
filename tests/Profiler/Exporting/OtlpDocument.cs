using Google.Protobuf;

namespace VllmStream.Tests.Profiler.Exporting;

/// <summary>Reads what was pushed with Google's reader of the wire format, by the field numbers of opentelemetry/proto/metrics/v1/metrics.proto.</summary>
internal sealed class OtlpDocument
{
    private OtlpDocument(IReadOnlyDictionary<string, string> resource, IReadOnlyList<OtlpSeries> series) => (Resource, Series) = (resource, series);

    public IReadOnlyDictionary<string, string> Resource { get; }

    public IReadOnlyList<OtlpSeries> Series { get; }

    public static OtlpDocument Read(byte[] message)
    {
        var metrics = Fields(Only(Fields(message), 1));
        var resource = Attributes(Fields(Only(metrics, 1)), 1);
        var series = new List<OtlpSeries>();
        foreach (var scope in metrics[2])
        {
            foreach (var metric in Fields((byte[])scope)[2])
                AddMetric(Fields((byte[])metric), series);
        }

        return new OtlpDocument(resource, series);
    }

    private static void AddMetric(ILookup<int, object> metric, List<OtlpSeries> series)
    {
        var (field, kind) = metric.Contains(5) ? (5, "gauge") : metric.Contains(7) ? (7, "sum") : (9, "histogram");
        var data = Fields(Only(metric, field));
        if (kind != "gauge")
            Assert.Equal(2UL, (ulong)data[2].Single());
        if (kind == "sum")
            Assert.Equal(1UL, (ulong)data[3].Single());
        foreach (var bytes in data[1])
        {
            var point = Fields((byte[])bytes);
            var isHistogram = kind == "histogram";
            series.Add(new OtlpSeries(
                Text(metric, 1), Text(metric, 3), kind, Attributes(point, isHistogram ? 9 : 7),
                point[6].FirstOrDefault() is ulong whole ? (long)whole : isHistogram ? 0 : DoubleOf(point[4].Single()),
                isHistogram ? (long)(ulong)point[4].Single() : 0,
                isHistogram ? DoubleOf(point[5].Single()) : 0,
                isHistogram ? [.. Eights(Only(point, 6)).Select(count => (long)count)] : [],
                isHistogram ? [.. Eights(Only(point, 7)).Select(bound => DoubleOf(bound))] : [],
                (ulong)point[2].Single(), (ulong)point[3].Single()));
        }
    }

    private static Dictionary<string, string> Attributes(ILookup<int, object> message, int field) => message[field].ToDictionary(
        pair => Text(Fields((byte[])pair), 1),
        pair =>
        {
            var value = Fields(Only(Fields((byte[])pair), 2));
            return value.Contains(1) ? Text(value, 1) : value[3].Single().ToString()!;
        },
        StringComparer.Ordinal);

    // Varints and fixed64 as ulong, what has a length as bytes.
    private static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Number, object Value)>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            object value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                var other => throw new InvalidDataException($"wire type {other}"),
            };
            fields.Add((WireFormat.GetTagFieldNumber(tag), value));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }

    private static IEnumerable<ulong> Eights(byte[] packed) => packed.Chunk(sizeof(ulong)).Select(eight => BitConverter.ToUInt64(eight));

    private static byte[] Only(ILookup<int, object> message, int field) => (byte[])message[field].Single();

    private static string Text(ILookup<int, object> message, int field) => System.Text.Encoding.UTF8.GetString(Only(message, field));

    private static double DoubleOf(object bits) => BitConverter.UInt64BitsToDouble((ulong)bits);
}
