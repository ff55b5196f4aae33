using System.Text.Json;

namespace VllmStream.Tests.Simulator;

/// <summary>Keys in their order and kinds of values: what two answers of one shape have in common.</summary>
internal static class JsonShape
{
    public static string Of(string data) => data == "[DONE]" ? data : Of(Simulated.Json(data));

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().Select(field => field.Name + ":" + Of(field.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Of)) + "]",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };

    /// <summary>The different shapes of a stream in the order in which they first appear.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> events) => [.. events.Select(Of).Distinct(StringComparer.Ordinal)];

    /// <summary>The same for a recorded stream of tests/Data.</summary>
    public static IReadOnlyList<string> OfVector(string name) =>
        Distinct(SseText.Events(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "streams", name + ".sse"))));
}
