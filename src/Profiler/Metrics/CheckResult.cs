using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>One check and what came of it.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Pass">True when the value meets the limit; a check without a value fails.</param>
/// <param name="Value">The measured value; null when there is none.</param>
/// <param name="Unit">Unit of value and limit: ms, tok/s, req/s, ratio, or count.</param>
/// <param name="Reason">Why there is no value; null when there is one.</param>
/// <param name="Group">Group; null = all.</param>
/// <param name="Metric">As in the term.</param>
/// <param name="Statistic">As in the term.</param>
/// <param name="Operator">As in the term.</param>
/// <param name="Limit">As in the term.</param>
public sealed record CheckResult(
    string Text,
    bool Pass,
    double? Value,
    string Unit,
    string? Reason,
    string? Group,
    string Metric,
    string? Statistic,
    ComparisonOperator Operator,
    double Limit)
{
    /// <summary>What the value stands on, in a sentence: the figures in which a run is worse than its baseline; null for others.</summary>
    public string? Detail { get; init; }
}
