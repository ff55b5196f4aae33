using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>How another tool's metric differs from ours of that name.</summary>
/// <param name="Metric">Ours, under which theirs stands.</param>
/// <param name="Theirs">What they call it.</param>
/// <param name="Text">One line: what they measure.</param>
public sealed record MetricDifference(MetricId Metric, string Theirs, string Text);
