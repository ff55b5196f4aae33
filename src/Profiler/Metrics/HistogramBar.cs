namespace VllmStream.Profiling.Metrics;

/// <summary>One bucket of a histogram.</summary>
/// <param name="Value">Its middle, in the metric's unit.</param>
/// <param name="Count">Its samples, more than 0.</param>
public readonly record struct HistogramBar(double Value, long Count);
