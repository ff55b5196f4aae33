using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>Evaluates checks. Pure; any thread.</summary>
internal static class CheckRule
{
    /// <summary>Unit of what is counted.</summary>
    public const string Count = "count";

    private const string NoGoodput = "no objective (--slo), or nothing measured";
    private const string NothingMeasured = "nothing measured";
    private const string NoTokens = "no tokens counted";
    private const string NoSamples = "no samples";

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
            "goodput" => Result(term, source.Goodput?.RequestsPerS, "req/s", source.GoodputAbsence ?? NoGoodput),
            "met_ratio" => Result(term, source.Goodput?.MetRatio, "ratio", source.GoodputAbsence ?? NoGoodput),
            "requests_per_s" => Result(term, source.Steady?.RequestsPerS, "req/s", NothingMeasured),
            "sent_per_s" => Result(term, source.Steady?.SentPerS, "req/s", NothingMeasured),
            "output_tokens_per_s" => Result(term, source.Steady?.OutputTokensPerS, "tok/s", NoTokens),
            "input_tokens_per_s" => Result(term, source.Steady?.InputTokensPerS, "tok/s", NoTokens),
            "requests" => Result(term, source.Requests, Count, ""),
            "failed" => Result(term, source.Failed, Count, ""),
            "left" => Result(term, source.Left, Count, ""),
            CheckMetrics.Outcome => Result(term, ShareOf(term.Statistic, source), "ratio", "no request"),
            // What is found is known when all other checks are, which are among what is looked at.
            CheckMetrics.Findings => Result(term, null, Count, "not looked for"),
            _ => OfMetric(term, source),
        };
    }

    /// <summary>The result of a check whose value is known.</summary>
    /// <param name="term">The check.</param>
    /// <param name="value">What was measured; null when there is no value.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="absence">Why there is none.</param>
    public static CheckResult Result(CheckTerm term, double? value, string unit, string absence) => new(
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

    // Of the same requests as the error rate, whose parts they are; users who left, and answers that the end cut off, are in neither, so theirs is of all.
    private static double? ShareOf(string? outcome, CheckSource source) => source.Outcomes is { } outcomes && outcome is not null
        ? Rounded.Ratio(outcomes.GetValueOrDefault(outcome), outcome == Words.Of(Recording.Outcome.CancelledByUs) ? source.Requests : source.Ok + source.Failed)
        : null;

    private static CheckResult OfMetric(CheckTerm term, CheckSource source)
    {
        if (MetricTable.Find(term.Metric) is not { } definition)
            return Result(term, null, "", $"{term.Metric} is no metric");

        var distribution = source.Histograms.Value[definition.Metric];
        var statistic = term.Statistic ?? "p50";
        return statistic switch
        {
            CheckMetrics.SampleCount => Result(term, distribution.Count, Count, ""),
            "mean" => Result(term, distribution.Mean, definition.Unit, NoSamples),
            "min" => Result(term, distribution.Min, definition.Unit, NoSamples),
            "max" => Result(term, distribution.Max, definition.Unit, NoSamples),
            _ when CheckText.Percentile(statistic) is { } percentile => Result(term, distribution.Value(percentile), definition.Unit,
                $"{distribution.Count} samples, {statistic} needs {Percentile.SamplesNeeded(percentile)}"),
            _ => Result(term, null, definition.Unit, $"{statistic} is no statistic"),
        };
    }
}
