using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Options;

/// <summary>Objectives: <c>ttft&lt;500ms,tpot&lt;25ms</c>, or as vLLM's benchmark writes them <c>ttft:500 tpot:25</c> (at most, in milliseconds).</summary>
public static partial class SloText
{
    /// <summary>Reads one or more objectives, separated by commas or blanks.</summary>
    public static bool TryParse(string text, out IReadOnlyList<SloTerm> terms, [NotNullWhen(false)] out string? problem)
    {
        var found = new List<SloTerm>();
        terms = found;
        var rest = text;
        while (rest.Trim(' ', ',').Length > 0)
        {
            var match = TermPattern().Match(rest);
            if (!match.Success)
            {
                problem = "is no objective; write ttft<500ms,tpot<25ms";
                return false;
            }

            if (!TryReadTerm(match, out var term, out problem))
                return false;
            found.Add(term);
            rest = rest[match.Length..];
        }

        problem = found.Count > 0 ? null : "is empty; write ttft<500ms,tpot<25ms";
        return problem is null;
    }

    /// <summary>True if a word can stand as a further objective behind an option that already has one; a host and port cannot.</summary>
    public static bool LooksLikeTerm(string word)
    {
        var match = TermPattern().Match(word);
        return match.Success && (match.Groups["sign"].Value != ":" || TermMetric.OfRequest.Contains(TermMetric.Canonical(match.Groups["metric"].Value)));
    }

    private static bool TryReadTerm(Match match, [NotNullWhen(true)] out SloTerm? term, [NotNullWhen(false)] out string? problem)
    {
        term = null;
        var (name, sign, limitText) = (match.Groups["metric"].Value, match.Groups["sign"].Value, match.Groups["limit"].Value);
        var metric = TermMetric.Canonical(name);
        if (!TermMetric.OfRequest.Contains(metric))
        {
            problem = $"names no metric of a request: {name}; it can be {string.Join(", ", TermMetric.OfRequest)}";
            return false;
        }

        if (sign == ":" && metric == "rate")
        {
            problem = $"does not say at least or at most; write rate>{limitText}";
            return false;
        }

        var isBareMs = sign == ":" && DurationText.IsBareNumber(limitText);
        var comparison = sign == ":" ? ComparisonOperator.LessOrEqual : ComparisonText.Read(sign);
        if (!TermMetric.TryParseLimit(metric, comparison, isBareMs ? limitText + "ms" : limitText, out var limit, out problem))
        {
            problem = $"has a limit that does not fit: {name}{sign}{limitText} {problem}";
            return false;
        }

        term = new SloTerm(match.Value.Trim(' ', ','), metric, comparison, limit);
        return true;
    }

    // term = metric sign limit; blanks around the sign are allowed, so the limit ends at the next blank or comma.
    [GeneratedRegex(@"^[\s,]*(?<metric>[^\s,<>:=]+)\s*(?<sign><=|>=|<|>|:)\s*(?<limit>[^\s,<>:=]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TermPattern();
}
