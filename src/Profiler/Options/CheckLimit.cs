using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Options;

/// <summary>Reads the limit of a check, in the unit that goes with what is asked for.</summary>
internal static partial class CheckLimit
{
    // More nobody measures in the longest run there is.
    private const long Most = 1_000_000_000_000;

    private const string TokenUnit = "tok/s";
    private const string RequestUnit = "req/s";

    /// <summary>Reads it: milliseconds, a ratio, a number per second, or a count.</summary>
    public static bool TryRead(CheckSubject subject, ComparisonOperator sign, string text, out double limit, [NotNullWhen(false)] out string? problem)
    {
        limit = 0;
        var kind = CheckMetrics.KindOf(subject.Metric, subject.Statistic);
        // 800 ms is 800ms.
        var written = BlankBeforeUnit().Replace(text, "${number}${unit}");
        var blank = written.IndexOf(' ');
        problem = blank > 0 ? CheckProblem.At(written[(blank + 1)..], "more behind the limit; leave it out, or give it a --check of its own")
            : ProblemOfForm(written, text)
            ?? ProblemOfUnit(subject, kind, written, text);
        if (problem is not null)
            return false;
        problem = Read(kind, sign, written, out limit) is { } wrong ? CheckProblem.At(text, wrong) : null;
        return problem is null;
    }

    // What would be wrong with a number of any kind.
    private static string? ProblemOfForm(string text, string part)
    {
        if (text[0] is '-' or '+' or '−' && text.Length > 1)
            return CheckProblem.At(part, $"limits have no sign; write {text[1..]}");
        if (!text.Contains(','))
            return null;
        var right = Thousands().IsMatch(text) ? text.Replace(",", "", StringComparison.Ordinal) : text.Replace(',', '.');
        return CheckProblem.At(part, $"numbers have no commas; write {right}");
    }

    private static string? ProblemOfUnit(CheckSubject subject, CheckLimitKind kind, string text, string part)
    {
        var asked = subject.Statistic == CheckMetrics.SampleCount ? subject.ToString() : subject.Metric;
        var (isGiven, what) = text switch
        {
            _ when text.EndsWith('%') => (CheckLimitKind.Share, "a share"),
            _ when text.EndsWith(TokenUnit, StringComparison.Ordinal) => (CheckLimitKind.TokensPerS, "tokens per second"),
            _ when text.EndsWith(RequestUnit, StringComparison.Ordinal) => (CheckLimitKind.RequestsPerS, "requests per second"),
            _ when text.EndsWith("/s", StringComparison.Ordinal) || text.EndsWith("/m", StringComparison.Ordinal) => (IsPerSecond(kind) ? kind : CheckLimitKind.RequestsPerS, "a rate"),
            // 2m is two million where no time is asked for.
            _ when DurationText.IsTime(text) && (kind == CheckLimitKind.Time || !CountText.TryScale(text, out _)) => (CheckLimitKind.Time, "a time"),
            _ => (kind, ""),
        };
        if (isGiven == kind)
            return null;
        var right = subject.Metric == "goodput" && isGiven == CheckLimitKind.Share ? $"met_ratio >= {text}" : $"{subject} {CheckMetrics.ExampleOf(subject.Metric, subject.Statistic)}";
        return CheckProblem.At(part, $"{what}, and {asked} is {Words(kind)}; write {right}");
    }

    private static bool IsPerSecond(CheckLimitKind kind) => kind is CheckLimitKind.RequestsPerS or CheckLimitKind.TokensPerS;

    private static string Words(CheckLimitKind kind) => kind switch
    {
        CheckLimitKind.Time => "a time",
        CheckLimitKind.Share => "a share",
        CheckLimitKind.RequestsPerS => "requests per second",
        CheckLimitKind.TokensPerS => "tokens per second",
        _ => "a count",
    };

    private static string? Read(CheckLimitKind kind, ComparisonOperator sign, string text, out double limit) => kind switch
    {
        CheckLimitKind.Time => ReadTime(text, sign, out limit),
        CheckLimitKind.Share => ReadShare(text, out limit),
        CheckLimitKind.Count => ReadCount(text, out limit),
        _ => ReadRate(text, out limit),
    };

    private static string? ReadTime(string text, ComparisonOperator sign, out double limit)
    {
        limit = 0;
        if (text != "0" && DurationText.IsBareNumber(text))
            return $"no unit; write {text}ms, {text}s or {text}m";
        if (!DurationText.TryParse(text, out var time, out _))
            return DurationText.IsTime(text) ? $"too long; the most is {DurationText.Format(DurationText.Longest)}" : "no time; write 500ms, 30s, 5m or 1m30s";
        limit = time.TotalMilliseconds;
        return limit > 0 ? null : $"{TermMetric.ZeroLimit(sign)}; write 1ms or more";
    }

    // A bare 1 could be 1 % or all of them: it is asked back like a time without a unit.
    private static string? ReadShare(string text, out double limit)
    {
        var isPercent = text.EndsWith('%');
        if (!NumberText.TryParse(isPercent ? text[..^1] : text, 0, double.MaxValue, out limit, out _))
            return "no share; write 1% or 0.01";
        if (!isPercent && limit >= 1)
            return $"no unit; write {text}% or a ratio under 1";
        if (limit > 100)
            return "more than all; the most is 100%";
        limit = isPercent ? limit / 100 : limit;
        return null;
    }

    private static string? ReadCount(string text, out double limit)
    {
        var isCount = CountText.TryParse(text, 0, Most, out var count, out _);
        limit = count;
        return isCount ? null : IsTooLarge(text) ? $"too large; the most is {Most}" : "no whole number; write 500, 10k or 1m";
    }

    private static string? ReadRate(string text, out double limit)
    {
        var number = text.EndsWith(TokenUnit, StringComparison.Ordinal) || text.EndsWith(RequestUnit, StringComparison.Ordinal) ? text[..^TokenUnit.Length] : text;
        // 0 is no rate of a load, and a limit all the same.
        if (!RateText.TryParseAny(number, out limit, out _) && !(CountText.TryScale(number, out var zero) && zero == 0))
            return IsTooLarge(text) ? $"too large; the most is {Most}" : "no rate; write 8, 0.5 or 90/m";
        return limit <= Most ? null : $"too large; the most is {Most}";
    }

    private static bool IsTooLarge(string text) => text.TakeWhile(char.IsAsciiDigit).Count() > 12;

    [GeneratedRegex(@"^(?<number>[0-9.]+) +(?<unit>[a-zµμ%/]+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlankBeforeUnit();

    [GeneratedRegex(@"^[0-9]{1,3}(,[0-9]{3})+(?![0-9,])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thousands();
}
