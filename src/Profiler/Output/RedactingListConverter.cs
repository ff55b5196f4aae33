using System.Text.Json;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>Cleans the strings of a list on their way out. Its own, because the serializer would take a stack of frames from the heap for each list.</summary>
internal sealed class RedactingListConverter(Redactor redactor) : JsonConverter<IReadOnlyList<string?>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("lines are read by the plain context");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string?> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var i = 0; i < value.Count; i++)
        {
            if (value[i] is { } text)
                writer.WriteStringValue(redactor.Clean(text));
            else
                writer.WriteNullValue();
        }
        writer.WriteEndArray();
    }
}
