using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>A run of before that the one on the screen is compared with; immutable.</summary>
public sealed class OtherRun
{
    private OtherRun(string file, RunSummary summary)
    {
        (Run, Judgement) = (summary.Run, summary.Judgement);
        var name = Path.GetFileName(file);
        var sides = new List<ComparisonSide> { new(name, summary.Metrics, summary.Histograms.ToBars(summary.Metrics), summary.Finished, summary.Totals.Failed) };
        foreach (var (group, figures) in summary.Groups.Count > 1 ? summary.Groups : new Dictionary<string, GroupSummary>(StringComparer.Ordinal))
            sides.Add(new ComparisonSide($"{group} of {name}", figures, figures.Histograms?.ToBars(figures) ?? MetricBars.Empty, figures.Requests, figures.Failed));
        Sides = sides;
    }

    /// <summary>What was run.</summary>
    public RunDescription Run { get; }

    /// <summary>Whether it was valid.</summary>
    public Judgement Judgement { get; }

    /// <summary>The run, and its groups where there are several.</summary>
    internal IReadOnlyList<ComparisonSide> Sides { get; }

    /// <summary>Takes what a comparison needs.</summary>
    /// <exception cref="FormatException">The file's distributions cannot be read.</exception>
    public static OtherRun Of(string file, RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new OtherRun(file, summary);
    }
}
