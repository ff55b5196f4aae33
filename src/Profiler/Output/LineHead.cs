using System.Text.Json;

namespace VllmStream.Profiling.Output;

/// <summary>Schema and type of a line, read without the rest of it; our lines begin with them.</summary>
/// <param name="Schema">Null when the line has none.</param>
/// <param name="Type">Null when the line has none.</param>
internal readonly record struct LineHead(string? Schema, string? Type)
{
    /// <summary>Reads the head.</summary>
    /// <exception cref="JsonException">The text is no JSON object as far as it was read.</exception>
    public static LineHead Read(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return default;
        string? schema = null, type = null;
        while ((schema is null || type is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = reader.ValueTextEquals("schema"u8);
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && isSchema)
                schema = reader.GetString();
            else if (reader.TokenType == JsonTokenType.String && isType)
                type = reader.GetString();
            else
                reader.Skip();
        }

        return new LineHead(schema, type);
    }
}
