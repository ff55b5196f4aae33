using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>Serialisation of comparisons, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ComparisonDocument))]
internal sealed partial class ComparisonContext : JsonSerializerContext
{
    /// <summary>As comparisons are written.</summary>
    public static ComparisonContext Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new SnakeWordConverter<ComparisonVerdict>(), new SnakeWordConverter<MetricDirection>() },
    });
}
