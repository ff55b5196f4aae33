using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Metrics;

/// <summary>The result of a run: what the summary text draws and the summary line holds. Every number is rounded already, so both say the same.</summary>
public sealed record RunSummary
{
    /// <summary>What was run.</summary>
    public required RunDescription Run { get; init; }

    /// <summary>Verdict and exit code.</summary>
    public required Judgement Judgement { get; init; }

    /// <summary>Number of the measured window that it is of: 2 and more where measuring began anew.</summary>
    public int Window { get; init; } = 1;

    /// <summary>When that window began, milliseconds since run start; null when nothing was measured, and for merged files.</summary>
    public double? WindowFromMs { get; init; }

    /// <summary>What each level of the load gave; empty for a load that was not changed while it ran.</summary>
    public IReadOnlyList<LevelFigures> Levels { get; init; } = [];

    /// <summary>Measured requests due within the run: sent + abandoned; null when nobody knows.</summary>
    public long? Planned { get; init; }

    /// <summary>Measured requests sent.</summary>
    public long Sent { get; init; }

    /// <summary>Measured requests that ended; equals <see cref="Sent"/> once a run is over.</summary>
    public long Finished { get; init; }

    /// <summary>Measured requests that were due and never sent; null when nobody knows.</summary>
    public long? Abandoned { get; init; }

    /// <summary>Counts and rates.</summary>
    public RunTotals Totals { get; init; } = new();

    /// <summary>Groups in the order of the options.</summary>
    public IReadOnlyDictionary<string, GroupSummary> Groups { get; init; } = new Dictionary<string, GroupSummary>(StringComparer.Ordinal);

    /// <summary>The runs that are merged in it, in the order in which they began; empty for a run by itself.</summary>
    public IReadOnlyList<RunPart> Parts { get; init; } = [];

    /// <summary>The agents that the run was spread over, by share; empty for a run of one machine.</summary>
    public IReadOnlyList<AgentFigures> Agents { get; init; } = [];

    /// <summary>Their regions, by name; empty where none stands in one.</summary>
    public IReadOnlyList<RegionFigures> Regions { get; init; } = [];

    /// <summary>Metrics of all measured requests.</summary>
    public MetricBlocks Metrics { get; init; } = MetricBlocks.Empty;

    /// <summary>Their distributions.</summary>
    public HistogramTexts Histograms { get; init; } = new();

    /// <summary>Checks.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>What the numbers say in sentences.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Streamed against not streamed, pair by pair; null without --mode paired.</summary>
    public PairFigures? Pairs { get; init; }

    /// <summary>The client's own share; null when not measured.</summary>
    public ClientHealthReport? Client { get; init; }

    /// <summary>The server's own metrics; null when not asked.</summary>
    public ServerSummary? Server { get; init; }
}
