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
            problem = kind == JsonValueKind.Object ? null : $"is JSON but no object; {Example}";
        }
        catch (JsonException fault)
        {
            problem = $"is no JSON at character {fault.BytePositionInLine.GetValueOrDefault() + 1}; {Example}";
        }

        return problem is null;
    }
}
