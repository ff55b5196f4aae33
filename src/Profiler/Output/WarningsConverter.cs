using System.Text.Json;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Output;

/// <summary>Warnings as a list of their words.</summary>
internal sealed class WarningsConverter : JsonConverter<StreamWarnings>
{
    /// <inheritdoc/>
    public override StreamWarnings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("warnings is no list");
        var words = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                words.Add(reader.GetString()!);
        }

        return Words.ParseWarnings(words);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StreamWarnings value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var word in Words.OfWarnings(value))
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
