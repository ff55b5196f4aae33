namespace VllmStream.Profiling.Output;

/// <summary>One row of the latency table, its figures as they are shown.</summary>
/// <param name="Label">Name of the metric.</param>
/// <param name="Unit">Unit of the figures: ms, s or tok/s.</param>
/// <param name="Subject">What it is about, or why there is nothing.</param>
/// <param name="N">Samples.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">What 90 % did at least as well as.</param>
/// <param name="P99">What 99 % did at least as well as.</param>
/// <param name="Worst">The worst.</param>
internal sealed record LatencyRow(string Label, string Unit, string Subject, string N, string P50, string P90, string P99, string Worst);
