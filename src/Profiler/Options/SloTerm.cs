namespace VllmStream.Profiling.Options;

/// <summary>One objective that every good request meets: <c>ttft&lt;500ms</c>.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Metric">ttft, ttfc, itl (the request's largest gap), tpot, e2e or rate.</param>
/// <param name="Operator">Comparison.</param>
/// <param name="Limit">Milliseconds, or tokens per second for rate.</param>
public sealed record SloTerm(string Text, string Metric, ComparisonOperator Operator, double Limit);
