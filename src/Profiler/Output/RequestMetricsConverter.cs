using System.Text.Json;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>Writes the metrics of a request key by key: the serializer would take a stack of frames from the heap for each, only to go one floor down.</summary>
internal sealed class RequestMetricsConverter : JsonConverter<RequestLineMetrics>
{
    /// <inheritdoc/>
    public override RequestLineMetrics Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("lines are read by the plain context");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RequestLineMetrics value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Write(writer, "ttft_ms"u8, value.TtftMs);
        Write(writer, "ttfc_ms"u8, value.TtfcMs);
        Write(writer, "tpot_ms"u8, value.TpotMs);
        Write(writer, "e2e_ms"u8, value.E2eMs);
        Write(writer, "wait_ms"u8, value.WaitMs);
        Write(writer, "tokens_per_s"u8, value.TokensPerS);
        Write(writer, "itl_p50_ms"u8, value.ItlP50Ms);
        Write(writer, "itl_p99_ms"u8, value.ItlP99Ms);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}
