using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Tells whether a request met every objective. Immutable; any thread.</summary>
public sealed class SloRule
{
    private readonly SloTerm[] _terms;

    /// <summary>Takes the objectives of a run.</summary>
    /// <exception cref="ArgumentException">An objective names a metric that requests do not have.</exception>
    public SloRule(IReadOnlyList<SloTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        _terms = [.. terms];
        foreach (var term in _terms)
        {
            if (MetricTable.Find(term.Metric) is null)
                throw new ArgumentException($"{term.Metric} is no metric of a request", nameof(terms));
        }
    }

    /// <summary>False when there is no objective, and so no goodput.</summary>
    public bool IsDefined => _terms.Length > 0;

    /// <summary>True when the request succeeded and met every objective.</summary>
    /// <remarks>
    /// A value that is absent because there is nothing to measure (one token has no time between tokens) does not break an objective;
    /// one that is absent because it could not be seen (a TTFT of an answer that was not streamed) does.
    /// </remarks>
    public bool IsMet(RequestRecord record, in RequestMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!record.Outcome.IsSuccess())
            return false;
        foreach (var term in _terms)
        {
            var reading = ReadingOf(MetricTable.Find(term.Metric)!.Metric, metrics);
            var met = reading.IsPresent
                ? Holds(reading.Thousandths / 1_000, term.Operator, term.Limit)
                : reading.Reason == AbsenceReason.UnderTwoTokens;
            if (!met)
                return false;
        }

        return true;
    }

    /// <summary>Holds a value against a limit.</summary>
    public static bool Holds(double value, ComparisonOperator comparison, double limit) => comparison switch
    {
        ComparisonOperator.Less => value < limit,
        ComparisonOperator.LessOrEqual => value <= limit,
        ComparisonOperator.Greater => value > limit,
        _ => value >= limit,
    };

    private static Reading ReadingOf(MetricId metric, in RequestMetrics metrics) =>
        metric == MetricId.Itl ? metrics.MaxGap : metrics.Of(metric);
}
