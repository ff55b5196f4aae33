using System.Text.Json;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Looks into documents whose shape other people may change: what is not there, or is something else, is null.</summary>
internal static class JsonPath
{
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

    /// <summary>A whole number.</summary>
    public static long? Count(this JsonElement element, params ReadOnlySpan<string> path) => element.Number(path) is { } number ? (long)Math.Round(number) : null;

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
