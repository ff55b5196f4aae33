using System.Globalization;
using System.Text.Json;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Looks into documents whose shape other people may change: what is not there, or is something else, is null.</summary>
internal static class JsonPath
{
    // 2^53: whole numbers beyond it are no longer exact.
    private const double MostCounted = 9_007_199_254_740_992;
    private const int LongestShown = 40;

    /// <summary>The member that a chain of names leads to; null when one is missing or JSON null.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var member))
                return null;
            element = member;
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    /// <summary>A finite number.</summary>
    public static double? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A count of something.</summary>
    /// <exception cref="FormatException">It is a number that counts nothing: below 0, or beyond what is still exact.</exception>
    public static long? Count(this JsonElement element, params ReadOnlySpan<string> path)
    {
        if (element.Number(path) is not { } number)
            return null;
        return number is >= 0 and <= MostCounted ? (long)Math.Round(number)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{string.Join('.', path)} is {number}, and that is no count"));
    }

    /// <summary>A time or a rate.</summary>
    /// <exception cref="FormatException">It is there and is no number of 0 or more that a clock could show.</exception>
    public static double? Amount(this JsonElement element, params ReadOnlySpan<string> path)
    {
        if (element.At(path) is not { } found)
            return null;
        return Amount(found) ?? throw new FormatException($"{string.Join('.', path)} is {Shown(found)}, and must be a number of 0 or more");
    }

    /// <summary>The same of an array, null where it has none; an empty list when there is no array.</summary>
    /// <exception cref="FormatException">It is no array, or has something else in it.</exception>
    public static IReadOnlyList<double?> Amounts(this JsonElement element, string name)
    {
        if (element.At(name) is not { } found)
            return [];
        if (found.ValueKind != JsonValueKind.Array)
            throw new FormatException($"{name} is {Shown(found)}, and must be a list of numbers");
        var numbers = new List<double?>(found.GetArrayLength());
        foreach (var item in found.EnumerateArray())
        {
            numbers.Add(item.ValueKind == JsonValueKind.Null ? null
                : Amount(item) ?? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name}[{numbers.Count}] is {Shown(item)}, and must be a number of 0 or more")));
        }

        return numbers;
    }

    private static double? Amount(JsonElement found) =>
        found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out var value) && value is >= 0 and <= MostCounted ? value : null;

    private static string Shown(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ when found.GetRawText() is { Length: > LongestShown } text => text[..LongestShown] + "...",
        _ => found.GetRawText(),
    };

    /// <summary>A text.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>An array; null when it is none.</summary>
    public static JsonElement? List(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list : null;

    /// <summary>The numbers of an array, null for what is none; an empty list when there is no array.</summary>
    public static IReadOnlyList<double?> Numbers(this JsonElement element, params ReadOnlySpan<string> path)
    {
        if (element.List(path) is not { } list)
            return [];
        var numbers = new List<double?>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            numbers.Add(item.Number());
        return numbers;
    }
}
