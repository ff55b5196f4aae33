using System.Text.Json;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>Cleans every string value on its way out, so that a new field is safe without anyone thinking of it.</summary>
/// <remarks>Names of properties are ours, group names and option names: they stay.</remarks>
internal sealed class RedactingConverter(Redactor redactor) : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(redactor.Clean(value));

    /// <inheritdoc/>
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}
