using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Options;

/// <summary>Checks: <c>ttft.p99 &lt; 800ms</c>, <c>error_rate &lt; 1%</c>, <c>chat_long.ttft.p99 &lt; 2s</c>, <c>rate.p1 &gt; 20</c>.</summary>
public static partial class CheckText
{
    private const string Example = "write 'ttft.p99 < 800ms' or 'error_rate < 1%'";

    private static readonly string[] NamedStatistics = ["mean", "min", "max"];

    /// <summary>Reads one check.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CheckTerm? term, [NotNullWhen(false)] out string? problem)
    {
        term = null;
        var match = TermPattern().Match(text);
        if (!match.Success)
        {
            problem = $"is no check; {Example}";
            return false;
        }

        var limitText = match.Groups["limit"].Value;
        if (!TrySplitSubject(match.Groups["subject"].Value, limitText, out var group, out var metric, out var statistic, out problem)
            || !TermMetric.TryParseLimit(metric, limitText, out var limit, out problem))
            return false;
        term = new CheckTerm(text.Trim(), group, metric, statistic, ComparisonText.Read(match.Groups["sign"].Value), limit);
        return true;
    }

    /// <summary>The percentile a statistic names: 1 for p1, 99 for p99, 99.9 for p999; null for others.</summary>
    public static double? Percentile(string statistic)
    {
        if (statistic.Length is < 2 or > 6 || statistic[0] != 'p' || statistic.AsSpan(1).IndexOfAnyExceptInRange('0', '9') >= 0 || statistic[1] == '0')
            return null;
        var digits = statistic[1..];

        // Digits beyond two stand behind the point; p100 would then be the 10th, so only the nineties may have them.
        if (digits.Length > 2 && digits[0] != '9')
            return null;
        var number = double.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        return digits.Length <= 2 ? number : number / Math.Pow(10, digits.Length - 2);
    }

    // subject = [group.]metric[.statistic], read from its end: group names may hold points.
    private static bool TrySplitSubject(
        string subject, string limitText, out string? group, out string metric, out string? statistic, [NotNullWhen(false)] out string? problem)
    {
        (group, metric, statistic, problem) = (null, "", null, null);
        var words = subject.Split('.');
        var last = TermMetric.Canonical(words[^1]);
        if (TermMetric.PerRun.Contains(last))
        {
            metric = last;
            group = words.Length > 1 ? string.Join('.', words[..^1]) : null;
            return true;
        }

        if (TermMetric.Distributed.Contains(last))
        {
            problem = $"names no statistic; write {subject}.p99 or {subject}.mean";
            return false;
        }

        // p99.9 is one statistic with a point in it.
        var isSplit = words.Length > 2 && words[^1].All(char.IsAsciiDigit) && IsPercentile(words[^2]);
        var tail = isSplit ? 2 : 1;
        if (words.Length <= tail)
        {
            problem = $"names no metric: {subject}; {Example}";
            return false;
        }

        metric = TermMetric.Canonical(words[^(tail + 1)]);
        if (!TermMetric.Distributed.Contains(metric))
        {
            problem = TermMetric.PerRun.Contains(metric)
                ? $"asks for a statistic, and {metric} is one number; write {metric} {(metric == "error_rate" ? "< 1%" : "> " + limitText)}"
                : $"names no metric: {metric}; it can be {string.Join(", ", TermMetric.Distributed)}, {string.Join(", ", TermMetric.PerRun)}";
            return false;
        }

        statistic = string.Concat(words[^tail..]);
        if (!NamedStatistics.Contains(statistic) && !IsPercentile(statistic))
        {
            problem = $"names no statistic: {statistic}; it can be mean, min, max or a percentile such as p50, p99, p999";
            return false;
        }

        group = words.Length > tail + 1 ? string.Join('.', words[..^(tail + 1)]) : null;
        return true;
    }

    private static bool IsPercentile(string word) => Percentile(word) is not null;

    [GeneratedRegex(@"^\s*(?<subject>[\w.\-]+)\s*(?<sign><=|>=|<|>)\s*(?<limit>[^\s<>=]+)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TermPattern();
}
