namespace VllmStream.Profiling.Options;

/// <summary>One condition on the run's result: <c>ttft.p99 &lt; 800ms</c>, <c>chat_long.ttft.p99 &lt; 2s</c>, <c>error_rate &lt; 1%</c>.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Group">Group name; null = all groups.</param>
/// <param name="Metric">ttft, ttfc, itl, tpot, e2e, wait, rate, error_rate, goodput, requests_per_s, ..., outcome or findings.</param>
/// <param name="Statistic">p50, p99, mean, max, n, ... ; the word of an outcome or a finding; null where the metric has one value.</param>
/// <param name="Operator">Comparison.</param>
/// <param name="Limit">Milliseconds for times, a ratio for shares, a number for counts, else per second.</param>
public sealed record CheckTerm(string Text, string? Group, string Metric, string? Statistic, ComparisonOperator Operator, double Limit);
