using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace VllmStream.Profiling.Options;

/// <summary>A JSON object whose members go into every request body.</summary>
public static class ExtraBodyText
{
    /// <summary>Checks the text; it is kept as it is, so that numbers keep their digits.</summary>
    public static bool TryParse(string text, [NotNullWhen(false)] out string? problem)
    {
        const string Example = "write '{\"top_k\": 20}'";
        try
        {
            using var document = JsonDocument.Parse(text);
            var kind = document.RootElement.ValueKind;
            problem = kind != JsonValueKind.Object ? $"is JSON but no object; {Example}"
                : HasTwice(document.RootElement) ? "has a member twice; keep one"
                : null;
        }
        catch (JsonException fault)
        {
            problem = $"is no JSON at character {fault.BytePositionInLine.GetValueOrDefault() + 1}; {Example}";
        }

        return problem is null;
    }

    /// <summary>True when an extra body has a member of a name, which then replaces ours.</summary>
    public static bool Has(string? body, string member) => body is not null && Find(body, member) is not null;

    /// <summary>True when it has one and that is <c>true</c>.</summary>
    public static bool IsTrue(string? body, string member) => body is not null && Find(body, member) == JsonValueKind.True;

    private static JsonValueKind? Find(string body, string member)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty(member, out var value) ? value.ValueKind : null;
    }

    private static bool HasTwice(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal).Any(same => same.Count() > 1 || HasTwice(same.First().Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HasTwice),
        _ => false,
    };
}
