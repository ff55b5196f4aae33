using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>One metric explained, as in <c>run_started.definitions</c>.</summary>
/// <param name="Label">Name on screen.</param>
/// <param name="Unit">ms or tok/s.</param>
/// <param name="Better">lower or higher.</param>
/// <param name="Sample">What one sample is: request or gap.</param>
/// <param name="Formula">How a sample is computed.</param>
public sealed record MetricDefinitionLine(string Label, string Unit, string Better, string Sample, string Formula)
{
    /// <summary>Every metric by its key.</summary>
    public static IReadOnlyDictionary<string, MetricDefinitionLine> All { get; } = MetricTable.All.ToDictionary(
        metric => metric.Id,
        metric => new MetricDefinitionLine(
            metric.Label,
            metric.Unit,
            metric.Direction == MetricDirection.LowerIsBetter ? "lower" : "higher",
            metric.Sample,
            metric.Formula),
        StringComparer.Ordinal);
}
