using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Texts with <c>${name}</c> in them. Anything else with a dollar sign is text.</summary>
public static partial class VariableText
{
    /// <summary>True when there is anything to fill in.</summary>
    public static bool HasVariables(string text) => Reference().IsMatch(text);

    /// <summary>The names in it.</summary>
    public static IEnumerable<string> NamesIn(string text) => Reference().Matches(text).Select(match => match.Groups["name"].Value);

    /// <summary>The text with the values of its variables.</summary>
    public static string Fill(string text, Func<string, string> valueOf) => Reference().Replace(text, match => valueOf(match.Groups["name"].Value));

    /// <summary>The text with each value as it stands inside a JSON string.</summary>
    public static string FillJson(string json, Func<string, string> valueOf) =>
        Reference().Replace(json, match => System.Text.Json.JsonEncodedText.Encode(valueOf(match.Groups["name"].Value), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value);

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Reference();
}
