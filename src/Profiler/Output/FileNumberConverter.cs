using System.Text.Json;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>Reads numbers of a run file, and none that no measurement can have: a damaged one would overflow whatever clock or chart it comes to.</summary>
internal sealed class FileNumberConverter : JsonConverter<double>
{
    /// <summary>Two to the power of 53: counts and bytes beyond it are no longer exact, and nothing that is measured comes near.</summary>
    private const double Largest = 9_007_199_254_740_992;

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var value) || Math.Abs(value) > Largest)
            throw new JsonException();
        return value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
