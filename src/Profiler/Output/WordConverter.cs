using System.Text.Json;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>Writes a string of ours as it is: words of closed lists, ids, base64. Every other string goes through the redactor.</summary>
internal sealed class WordConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
