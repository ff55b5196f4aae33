using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Fills <c>${env:NAME}</c> and <c>${env:NAME:-otherwise}</c> into a text, as shells do; other <c>${…}</c> stay.</summary>
public static class EnvironmentText
{
    private const string Begin = "${env:";

    /// <summary>Fills them in.</summary>
    public static bool TryExpand(string text, Func<string, string?> variable, out string expanded, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variable);
        (expanded, problem) = (text, null);
        if (!text.Contains(Begin, StringComparison.Ordinal))
            return true;
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var start = text.IndexOf(Begin, at, StringComparison.Ordinal);
            if (start < 0)
            {
                result.Append(text, at, text.Length - at);
                break;
            }
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                problem = "${env: has no } behind it";
                return false;
            }
            var inner = text[(start + Begin.Length)..end];
            var dash = inner.IndexOf(":-", StringComparison.Ordinal);
            var (name, otherwise) = dash < 0 ? (inner, null) : (inner[..dash], inner[(dash + 2)..]);
            var value = variable(name) is { Length: > 0 } set ? set : otherwise;
            if (value is null)
            {
                problem = $"the variable {name} is not set; set it, or write ${{env:{name}:-otherwise}}";
                return false;
            }
            result.Append(text, at, start - at).Append(value);
            at = end + 1;
        }
        expanded = result.ToString();
        return true;
    }
}
