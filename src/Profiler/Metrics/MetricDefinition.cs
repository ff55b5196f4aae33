namespace VllmStream.Profiling.Metrics;

/// <summary>What a metric is called and how it is computed; the one source for summary, NDJSON definitions and <c>explain</c>.</summary>
/// <param name="Metric">The quantity.</param>
/// <param name="Id">Key in NDJSON, with its unit: <c>ttft_ms</c>.</param>
/// <param name="Word">Name in checks and objectives: <c>ttft</c>.</param>
/// <param name="Label">Name on screen: <c>TTFT</c>.</param>
/// <param name="Subject">What it is about, in the summary table: <c>first token</c>.</param>
/// <param name="Unit">ms or tok/s.</param>
/// <param name="Direction">Which way is good.</param>
/// <param name="Sample">What one sample is: a request, or a gap.</param>
/// <param name="Formula">How one sample is computed, and when it is null.</param>
public sealed record MetricDefinition(
    MetricId Metric,
    string Id,
    string Word,
    string Label,
    string Subject,
    string Unit,
    MetricDirection Direction,
    string Sample,
    string Formula);
