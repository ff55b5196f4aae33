using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>Collects the figures of a tool, with the explanation that its definitions give.</summary>
internal sealed class FigureList(ForeignTool tool)
{
    /// <summary>What makes a difference in every percentile of tools that use numpy's.</summary>
    public const string Percentiles = "their percentiles lie between two samples; ours is one of the samples, and a p99 needs 100 of them";

    private const string GapsNeeded = "the run did not record its gaps: run --record gaps";

    /// <summary>What has been collected.</summary>
    public List<RetoldFigure> Figures { get; } = [];

    /// <summary>Adds a time or a rate that has one of ours beside it.</summary>
    /// <param name="name">What they call it, with its statistic.</param>
    /// <param name="unit">Theirs.</param>
    /// <param name="metric">Ours.</param>
    /// <param name="ours">Our statistic of it.</param>
    /// <param name="theirs">Theirs; null when it cannot be computed.</param>
    public void Add(string name, string unit, MetricId metric, double? ours, double? theirs) =>
        Add(name, unit, ours, theirs, theirs is null ? "no measured request has it" : ToolDefinitions.Find(tool, metric)?.Text ?? "the same definition");

    /// <summary>Adds a figure with an explanation of its own.</summary>
    public void Add(string name, string unit, double? ours, double? theirs, string why) =>
        Figures.Add(new RetoldFigure(name, unit, ours, theirs, why));

    /// <summary>Adds a figure that needs every gap.</summary>
    public void AddOfGaps(string name, string unit, double? ours, double? theirs, string why) =>
        Add(name, unit, ours, theirs, theirs is null ? GapsNeeded : why);
}
