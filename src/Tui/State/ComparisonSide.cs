using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>One side of a comparison: a run, a group of it, or one of its modes; immutable.</summary>
/// <param name="Name">What the screen calls it.</param>
/// <param name="Metrics">Its metrics.</param>
/// <param name="Bars">Their distributions.</param>
/// <param name="Ended">Measured requests that ended.</param>
/// <param name="Failed">Those that ended otherwise than well.</param>
internal sealed record ComparisonSide(string Name, MetricBlocks Metrics, MetricBars Bars, long Ended, long Failed)
{
    /// <summary>A group, or a mode, of a run on the screen.</summary>
    public static ComparisonSide Of(GroupSnapshot group) =>
        new(group.Name, group.Metrics, group.Bars, group.Measured, group.Failures.Sum(failure => failure.Count));
}
