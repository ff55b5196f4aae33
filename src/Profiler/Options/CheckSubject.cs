using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>What a check asks for. Grammar: [group.]metric.statistic | [group.]metric | outcome.word | findings[.code].</summary>
/// <param name="Group">Group name; null = all.</param>
/// <param name="Metric">Our name of the metric.</param>
/// <param name="Statistic">Statistic, outcome or finding; null where the metric has one value.</param>
internal sealed record CheckSubject(string? Group, string Metric, string? Statistic)
{
    private const string SomeStatistics = "it can be mean, min, max, n or a percentile such as p50, p99, p999";

    // What people call them elsewhere.
    private static readonly Dictionary<string, string> StatisticsElsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["avg"] = "mean", ["average"] = "mean", ["med"] = "p50", ["median"] = "p50", ["count"] = CheckMetrics.SampleCount, ["maximum"] = "max", ["minimum"] = "min",
    };

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly string[] CommonStatistics = [.. CheckMetrics.Statistics, "p50", "p90", "p95", "p99", "p999"];

    /// <summary>As it would be written.</summary>
    public override string ToString() => string.Join('.', ((string?[])[Group, Metric, Statistic]).OfType<string>());

    /// <summary>Reads it, from its end: names of groups may hold points and blanks.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out CheckSubject? subject, [NotNullWhen(false)] out string? problem)
    {
        subject = null;
        var words = text.Split('.');
        if (Array.Exists(words, word => word.Length == 0 || word.Trim() != word))
        {
            var named = words.Select(word => word.Trim()).Where(word => word.Length > 0).ToArray();
            problem = CheckProblem.At(text, $"a point has a name on both sides and no blanks; write {(named.Length == 0 ? CheckText.Example : string.Join('.', named))}");
            return false;
        }

        var last = CheckMetrics.Canonical(words[^1]);
        if (TermMetric.PerRun.Contains(last) && !(words.Length > 1 && words[^2] == CheckMetrics.Outcome && CheckMetrics.Outcomes.Contains(last)))
            return Found(GroupOf(words, 1), last, null, out subject, out problem);
        if (words.Length > 1 && words[^2] is CheckMetrics.Outcome or CheckMetrics.Findings)
            return TryReadOfRun(words, words[^2], words[^1], out subject, out problem);
        if (last is CheckMetrics.Findings && words.Length == 1)
            return Found(null, last, null, out subject, out problem);
        problem = last switch
        {
            CheckMetrics.Findings => OfRunAlone(words[..^1], CheckMetrics.Findings, "findings = 0"),
            CheckMetrics.Outcome => CheckProblem.At(last, "no outcome is named; write outcome.rate_limited < 1%"),
            _ when TermMetric.Distributed.Contains(last) => CheckProblem.At(text, $"no statistic; write {text}.{CheckMetrics.StatisticOf(last)} or {text}.mean"),
            _ => null,
        };
        return problem is null ? TryReadStatistic(words, text, out subject, out problem) : false;
    }

    private static bool Found(string? group, string metric, string? statistic, [NotNullWhen(true)] out CheckSubject? subject, [NotNullWhen(false)] out string? problem)
    {
        (subject, problem) = (new CheckSubject(group, metric, statistic), null);
        return true;
    }

    private static bool TryReadOfRun(string[] words, string metric, string word, [NotNullWhen(true)] out CheckSubject? subject, [NotNullWhen(false)] out string? problem)
    {
        subject = null;
        var names = metric == CheckMetrics.Outcome ? CheckMetrics.Outcomes : CheckMetrics.FindingCodes;
        problem = !names.Contains(word) ? CheckProblem.Unknown(word, metric == CheckMetrics.Outcome ? "outcome" : "finding", names)
            : words.Length > 2 ? OfRunAlone(words[..^2], metric == CheckMetrics.Outcome ? "outcomes" : metric, $"{metric}.{word} {CheckMetrics.ExampleOf(metric, word)}")
            : null;
        if (problem is not null)
            return false;
        subject = new CheckSubject(null, metric, word);
        return true;
    }

    private static string OfRunAlone(string[] group, string what, string right) =>
        CheckProblem.At(string.Join('.', group), $"{what} are of the whole run, not of a group; write {right}");

    private static bool TryReadStatistic(string[] words, string text, [NotNullWhen(true)] out CheckSubject? subject, [NotNullWhen(false)] out string? problem)
    {
        subject = null;
        // p99.9 is one statistic with a point in it.
        var isSplit = words.Length > 1 && words[^1].All(char.IsAsciiDigit) && words[^2].Length > 1 && words[^2][0] == 'p' && words[^2].Skip(1).All(char.IsAsciiDigit);
        var tail = isSplit ? 2 : 1;
        var statistic = string.Join('.', words[^tail..]);
        if (words.Length <= tail)
        {
            problem = IsStatistic(statistic)
                ? CheckProblem.At(statistic, $"no metric before it; write ttft.{statistic}")
                : Unknown(statistic, text);
            return false;
        }

        var written = words[^(tail + 1)];
        var metric = CheckMetrics.Canonical(written);
        if (TermMetric.PerRun.Contains(metric))
        {
            problem = CheckProblem.At(statistic, $"{metric} is one number and has no statistics; write {metric} {CheckMetrics.ExampleOf(metric, null)}");
            return false;
        }

        if (!TermMetric.Distributed.Contains(metric))
        {
            problem = IsStatistic(statistic) ? Unknown(written, written) : Unknown(words[^1], text);
            return false;
        }

        problem = IsStatistic(statistic) ? null : CheckProblem.At(statistic, ProblemOf(statistic, metric));
        if (problem is not null)
            return false;
        subject = new CheckSubject(GroupOf(words, tail + 1), metric, Canonical(statistic));
        return true;
    }

    private static string Unknown(string word, string part)
    {
        // A blank in place of the point: ttft p99.
        if (part.Contains(' ') && TryRead(part.Replace(' ', '.'), out var meant, out _))
            return CheckProblem.At(part, $"no metric; nearest: {meant}");
        return NearestName.Of(word, CheckMetrics.All) is { } nearest ? CheckProblem.At(word, $"no metric; nearest: {nearest}") : CheckProblem.Unknown(part, "metric", CheckMetrics.All);
    }

    private static string? GroupOf(string[] words, int behind) => words.Length > behind ? string.Join('.', words[..^behind]) : null;

    private static bool IsStatistic(string word) => CheckMetrics.Statistics.Contains(word) || CheckText.Percentile(word) is not null;

    // p99.9 and p999 are one, as in the keys of a summary; below the nineties digits behind a point need the point.
    private static string Canonical(string statistic) => statistic.Length > 3 && statistic[3] == '.' && statistic[1] == '9' ? statistic.Remove(3, 1) : statistic;

    private static string ProblemOf(string statistic, string metric)
    {
        if (StatisticsElsewhere.TryGetValue(statistic, out var ours))
            return $"no statistic; nearest: {ours}";
        if (CheckText.Percentile('p' + statistic.TrimStart('p', 'P')) is not null)
            return $"no statistic; nearest: p{statistic.TrimStart('p', 'P')}";
        if (statistic[0] == 'p' && statistic.Length > 1 && statistic.AsSpan(1).IndexOfAnyExcept(NumberCharacters) < 0)
        {
            var whole = statistic.AsSpan(1);
            var point = whole.IndexOf('.');
            whole = (point < 0 ? whole : whole[..point]).TrimStart('0');
            return statistic.AsSpan(1).IndexOfAnyExcept("0.") < 0 ? $"no percentile; the lowest value is {metric}.min"
                : whole.Length > 2 && whole[0] != '9' ? $"no percentile is above 99.999; the highest value is {metric}.max"
                : statistic[1] == '0' && point < 0 ? $"no percentile; write p{whole}"
                : "no percentile; write p50, p99 or p99.9, with at most three digits behind the point";
        }

        return NearestName.Of(statistic, CommonStatistics) is { } nearest ? $"no statistic; nearest: {nearest}" : $"no statistic; {SomeStatistics}";
    }
}
