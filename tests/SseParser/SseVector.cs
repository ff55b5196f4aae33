using System.Text.Json;

namespace VllmStream.Tests.SseParser;

/// <summary>One body of the vector files and what is expected of it; the keys are those of tests/Data/README.md.</summary>
public sealed record SseVector(string Id, byte[] Body, JsonElement Expected)
{
    public static IReadOnlyDictionary<string, SseVector> Conformance { get; } = Load("sse-conformance.json");

    public static IReadOnlyDictionary<string, SseVector> Lenient { get; } = Load("sse-lenient.json");

    public static TheoryData<string> ConformanceIds => new(Conformance.Keys);

    public static TheoryData<string> LenientIds => new(Lenient.Keys);

    private static Dictionary<string, SseVector> Load(string file)
    {
        byte[] json = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "sse", file));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateArray()
            .Select(element => element.Clone())
            .Select(element => new SseVector(element.GetProperty("id").GetString()!, BodyOf(element), element))
            .ToDictionary(vector => vector.Id, StringComparer.Ordinal);
    }

    private static byte[] BodyOf(JsonElement element) =>
        element.TryGetProperty("input", out JsonElement text)
            ? System.Text.Encoding.UTF8.GetBytes(text.GetString()!)
            : element.GetProperty("input_base64").GetBytesFromBase64();
}
