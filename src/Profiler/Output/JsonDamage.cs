using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Output;

/// <summary>What is wrong with a line, in a person's words: which member, and what stands there. Not the serialiser's, which speak of types and positions.</summary>
internal static partial class JsonDamage
{
    // Enough to find it again.
    private const int LongestValue = 40;

    /// <summary>Says it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="damaged">What the serialiser made of it.</param>
    public static string Of(ReadOnlySpan<byte> text, JsonException damaged)
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(text);
            document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
                return "is damaged: something follows its end";
        }
        catch (JsonException syntax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is damaged: no JSON at character {syntax.BytePositionInLine + 1}");
        }

        using var _ = document;
        var path = damaged.Path is { } known && known.StartsWith("$.", StringComparison.Ordinal) ? known[2..] : "";
        var element = path.Length == 0 ? document.RootElement : At(document.RootElement, path);
        if (element is not { } found)
            return $"is damaged: {path} cannot be read";
        if (found.ValueKind != JsonValueKind.Object)
            return $"is damaged: {path} cannot be {Cut(found.GetRawText())}";
        var missing = string.Join(", ", Quoted().Matches(damaged.Message).Select(match => match.Groups["name"].Value));
        return missing.Length > 0
            ? $"is damaged: {(path.Length == 0 ? "it" : path)} lacks {missing}"
            : $"is damaged: {(path.Length == 0 ? "it" : path)} has a value that cannot be";
    }

    // A path is names with dots and indices in brackets; a name with a dot in it is quoted, and then nothing is found.
    private static JsonElement? At(JsonElement element, string path)
    {
        foreach (Match step in Steps().Matches(path))
        {
            if (step.Groups["index"] is { Success: true } index)
            {
                if (element.ValueKind != JsonValueKind.Array || !int.TryParse(index.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= element.GetArrayLength())
                    return null;
                element = element[at];
            }
            else if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(step.Value, out element))
            {
                return null;
            }
        }

        return element;
    }

    private static string Cut(string value) => value.EnumerateRunes().Count() <= LongestValue ? value : string.Concat(value.EnumerateRunes().Take(LongestValue).Select(rune => rune.ToString())) + "...";

    [GeneratedRegex(@"\[(?<index>\d+)\]|[^.\[\]]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Steps();

    // Names of members that are missing stand in quotes; those of types have a dot in them.
    [GeneratedRegex("'(?<name>[a-z0-9_]+)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Quoted();
}
