using System.Globalization;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>Evaluates checks. Pure; any thread.</summary>
internal static class CheckRule
{
    /// <summary>Evaluates one check.</summary>
    /// <param name="term">The check.</param>
    /// <param name="sourceOf">Figures of a group (null: all); null when there is no such group.</param>
    public static CheckResult Evaluate(CheckTerm term, Func<string?, CheckSource?> sourceOf)
    {
        if (sourceOf(term.Group) is not { } source)
            return Result(term, null, "", $"no request of group {term.Group}");

        return term.Metric switch
        {
            "error_rate" => Result(term, Rounded.ErrorRatio(source.Ok, source.Failed), "ratio", "no request"),
            "goodput" => Result(term, source.GoodputPerS, "req/s", "no objective (--slo), or nothing measured"),
            "requests_per_s" => Result(term, source.RequestsPerS, "req/s", "nothing measured"),
            "output_tokens_per_s" => Result(term, source.OutputTokensPerS, "tok/s", "no tokens counted"),
            _ => OfMetric(term, source),
        };
    }

    private static CheckResult OfMetric(CheckTerm term, CheckSource source)
    {
        if (MetricTable.Find(term.Metric) is not { } definition)
            return Result(term, null, "", $"{term.Metric} is no metric");

        var distribution = source.Histograms[definition.Metric];
        var statistic = term.Statistic ?? "p50";
        if (statistic is "mean" or "min" or "max")
        {
            var value = statistic == "mean" ? distribution.Mean : statistic == "min" ? distribution.Min : distribution.Max;
            return Result(term, value, definition.Unit, "no samples");
        }

        return TryPercentile(statistic, out var percentile)
            ? Result(term, distribution.Value(percentile), definition.Unit,
                $"{distribution.Count} samples, {statistic} needs {Percentile.SamplesNeeded(percentile)}")
            : Result(term, null, definition.Unit, $"{statistic} is no statistic");
    }

    /// <summary>p50, p99.9, and p999 for the latter as in the keys of the summary line.</summary>
    private static bool TryPercentile(string statistic, out double percentile)
    {
        percentile = 0;
        if (statistic.Length < 2 || statistic[0] is not ('p' or 'P') ||
            !double.TryParse(statistic.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out percentile))
            return false;
        while (percentile >= 100)
            percentile /= 10;
        return percentile > 0;
    }

    private static CheckResult Result(CheckTerm term, double? value, string unit, string absence) => new(
        term.Text,
        value is { } number && SloRule.Holds(number, term.Operator, term.Limit),
        value,
        unit,
        value is null ? absence : null,
        term.Group,
        term.Metric,
        term.Statistic,
        term.Operator,
        term.Limit);
}
