using System.Globalization;

namespace VllmStream.Profiling.Reporting.Exchange.Csv;

/// <summary>Values as they stand in a field; null stays null, which is an empty one.</summary>
internal static class CsvField
{
    public static string? Of(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text of somebody else's: spreadsheets would compute one that begins as a formula does, and an apostrophe in front keeps them from it.</summary>
    public static string? OfText(string? value) => value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + value : value;

    public static string Of(bool value) => value ? "true" : "false";
}
