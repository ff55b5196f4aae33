using System.Text.Json;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A value of a closed list as its stable word.</summary>
internal sealed class SnakeWordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Words.TryParse<T>(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"unknown {JsonNamingPolicy.SnakeCaseLower.ConvertName(typeof(T).Name)}");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Words.Of(value));
}
