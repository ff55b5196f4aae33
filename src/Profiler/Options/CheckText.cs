using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VllmStream.Profiling.Options;

/// <summary>Checks: <c>ttft.p99 &lt; 800ms</c>, <c>error_rate &lt; 1%</c>, <c>chat_long.ttft.p99 &lt; 2s</c>, <c>findings = 0</c>.</summary>
/// <remarks>Grammar: subject sign limit; sign = &lt; | &lt;= | &gt; | &gt;=, and = or == before a limit of 0. Blanks around the sign are free.</remarks>
public static class CheckText
{
    internal const string Example = "ttft.p99 < 800ms";

    private const string Examples = "write 'ttft.p99 < 800ms' or 'error_rate < 1%'";

    // p99.999 needs 100,000 samples; what is finer nobody measures, and our ranks do not know.
    private const int MostDigits = 5;

    /// <summary>Reads one check.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="term">The check.</param>
    /// <param name="problem">Where it is wrong, and behind a semicolon what would be right.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CheckTerm? term, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        term = null;
        text = text.Trim();
        if (!CheckSign.TryFind(text, out var sign, out problem))
        {
            problem ??= WithoutSign(text);
            return false;
        }

        var (asked, limitText) = (text[..sign.At].Trim(), text[sign.End..].Trim());
        if (asked.Length == 0)
        {
            problem = CheckProblem.AtBeginning($"no metric; {Examples}");
            return false;
        }

        if (CheckSubject.TryRead(limitText, out var behind, out _) && char.IsAsciiDigit(asked[0]))
        {
            problem = CheckProblem.At(asked, $"the limit stands first; write {behind} {sign.Mirrored} {asked}");
            return false;
        }

        if (!CheckSubject.TryRead(asked, out var subject, out problem))
            return false;
        if (limitText.Length == 0)
        {
            problem = CheckProblem.AtEnd($"no limit; write {subject} {CheckMetrics.ExampleOf(subject.Metric, subject.Statistic)}");
            return false;
        }

        if (!CheckLimit.TryRead(subject, sign.Operator, limitText, out var limit, out problem) || (problem = ProblemOf(subject, sign, limit, text)) is not null)
            return false;
        term = new CheckTerm(text, subject.Group, subject.Metric, subject.Statistic, sign.Operator, limit);
        return true;
    }

    /// <summary>The percentile a statistic names: 1 for p1, 99 for p99, 99.9 for p999 and p99.9; null for others.</summary>
    public static double? Percentile(string statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        if (statistic.Length < 2 || statistic[0] != 'p' || !char.IsAsciiDigit(statistic[1]) || statistic[1] == '0')
            return null;
        var digits = statistic[1..];
        var point = digits.IndexOf('.');
        if (digits.Length - (point < 0 ? 0 : 1) > MostDigits || point > 2 || point == digits.Length - 1)
            return null;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;

        // Digits beyond two stand behind the point; p100 would then be the 10th, so only the nineties may have them.
        if (point < 0 && digits.Length > 2)
            return digits[0] == '9' ? number / Math.Pow(10, digits.Length - 2) : null;
        return number;
    }

    private static string WithoutSign(string text)
    {
        if (text.Length == 0)
            return CheckProblem.AtBeginning($"no check; {Examples}");
        foreach (var (written, meant) in ((string, string)[])[("&lt;", "<"), ("&gt;", ">"), (":", "<")])
        {
            if (text.Contains(written, StringComparison.Ordinal))
                return CheckProblem.At(written, $"no comparison; write {meant}");
        }

        if (CheckSubject.TryRead(text, out var whole, out _))
            return CheckProblem.AtEnd($"no comparison; write {whole} {CheckMetrics.ExampleOf(whole.Metric, whole.Statistic)}");
        var blank = text.LastIndexOf(' ');
        return blank > 0 && CheckSubject.TryRead(text[..blank].TrimEnd(), out var subject, out _)
            ? CheckProblem.At(text[(blank + 1)..], $"no comparison before it; write {subject} {CheckMetrics.ExampleOf(subject.Metric, subject.Statistic)}")
            : CheckProblem.At(text, $"no comparison; {Examples}");
    }

    // What holds for every run, or for none, is no condition.
    private static string? ProblemOf(CheckSubject subject, CheckSign sign, double limit, string text)
    {
        if (sign.IsEqual && limit > 0)
            return CheckProblem.At(sign.Text, "only 0 is asked for by it; write <= or >=");
        if (limit > 0)
            return null;
        var hasNone = CheckMetrics.KindOf(subject.Metric, subject.Statistic) is CheckLimitKind.Share or CheckLimitKind.Count;
        return sign.Operator switch
        {
            ComparisonOperator.Less => CheckProblem.At(text[sign.At..], $"nothing is below 0; write {subject} {(hasNone ? "= 0" : "> 0")}"),
            ComparisonOperator.GreaterOrEqual => CheckProblem.At(text[sign.At..], $"nothing is below 0; write {subject} > 0"),
            ComparisonOperator.LessOrEqual when !hasNone => CheckProblem.At(text[sign.At..], $"a limit that no server meets; write {subject} > 0"),
            _ => null,
        };
    }
}
