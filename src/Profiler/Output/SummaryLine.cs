using System.ComponentModel;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Output;

/// <summary>Last line: the result.</summary>
public sealed record SummaryLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "summary";

    /// <summary>An empty line.</summary>
    public SummaryLine()
        : base(Word)
    {
    }

    /// <summary>Verdict.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("VALID, NOT VALID, INTERRUPTED or FAILED.")]
    public string Verdict { get; init; } = "";

    /// <summary>Why it is not VALID.</summary>
    [Description("Why the verdict is not VALID; null when it is.")]
    public string? Reason { get; init; }

    /// <summary>Exit code.</summary>
    [Description("Exit code of the process.")]
    public int ExitCode { get; init; }

    /// <summary>Why this code.</summary>
    [Description("What stands behind the exit code.")]
    public string ExitReason { get; init; } = "";

    /// <summary>Window.</summary>
    [Description("Number of the measured window that the summary is of; 2 and more where measuring began anew.")]
    public int Window { get; init; } = 1;

    /// <summary>Its start.</summary>
    [Description("When that window began, ms since run start; null when nothing was measured.")]
    public double? WindowFromMs { get; init; }

    /// <summary>Levels.</summary>
    [Description("What each level of the load gave, in order of time; empty for a load that was not changed while it ran.")]
    public IReadOnlyList<LevelFigures> Levels { get; init; } = [];

    /// <summary>Planned.</summary>
    [Description("Measured requests due within the run: sent + abandoned; null when unknown.")]
    public long? Planned { get; init; }

    /// <summary>Sent.</summary>
    [Description("Measured requests that were sent; warm-up is counted apart, in totals.")]
    public long Sent { get; init; }

    /// <summary>Finished.</summary>
    [Description("Measured requests that ended, in whatever way.")]
    public long Finished { get; init; }

    /// <summary>Abandoned.</summary>
    [Description("Measured requests that were due and never sent; null when unknown.")]
    public long? Abandoned { get; init; }

    /// <summary>Totals.</summary>
    [Description("Counts, tokens, throughput; null = unknown.")]
    public RunTotals Totals { get; init; } = new();

    /// <summary>Groups.</summary>
    [Description("The same per group, by name.")]
    public IReadOnlyDictionary<string, GroupSummary> Groups { get; init; } = new Dictionary<string, GroupSummary>(StringComparer.Ordinal);

    // careful: a file of an older version lacks the key, and what reads it sets null then.
    /// <summary>Parts.</summary>
    [Description("The runs that are merged in it, in the order in which they began; empty for a run by itself.")]
    public IReadOnlyList<RunPart> Parts { get; init => field = value ?? []; } = [];

    /// <summary>Agents.</summary>
    [Description("The agents that the run was spread over, by share; empty for a run of one machine.")]
    public IReadOnlyList<AgentFigures> Agents { get; init => field = value ?? []; } = [];

    /// <summary>Regions.</summary>
    [Description("Their regions, percentiles of merged distributions; empty where none stands in one.")]
    public IReadOnlyList<RegionFigures> Regions { get; init => field = value ?? []; } = [];

    /// <summary>Metrics.</summary>
    [Description("Metrics of measured successes (wait_ms: of everything sent).")]
    public MetricBlocks Metrics { get; init; } = MetricBlocks.Empty;

    /// <summary>Histograms.</summary>
    [Description("Their distributions: HdrHistogram V2, compressed, base64, in thousandths of the unit.")]
    public HistogramTexts Histograms { get; init; } = new();

    /// <summary>Checks.</summary>
    [Description("Checks and what came of them.")]
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>Findings.</summary>
    [Description("What the numbers say in sentences.")]
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Pairs.</summary>
    [Description("Streamed answers against those that were not, pair by pair; null without --mode paired. A null within has its reason in reasons.")]
    public PairFigures? Pairs { get; init; }

    /// <summary>Client.</summary>
    [Description("The client's own share in the numbers; null when not measured.")]
    public ClientHealthReport? Client { get; init; }

    /// <summary>Server.</summary>
    [Description("What the server's own metrics said over the measured window, and its GPUs; null when nobody looked. A null within has its reason where one is known.")]
    public ServerSummary? Server { get; init; }

    /// <summary>Makes the line of a summary.</summary>
    public static SummaryLine Of(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new SummaryLine
        {
            Run = summary.Run.Run,
            Verdict = VerdictText.Of(summary.Judgement.Verdict),
            Reason = summary.Judgement.Reason,
            ExitCode = summary.Judgement.ExitCode,
            ExitReason = summary.Judgement.ExitReason,
            Window = summary.Window,
            WindowFromMs = summary.WindowFromMs,
            Levels = summary.Levels,
            Planned = summary.Planned,
            Sent = summary.Sent,
            Finished = summary.Finished,
            Abandoned = summary.Abandoned,
            Totals = summary.Totals,
            Groups = summary.Groups,
            Parts = summary.Parts,
            Agents = summary.Agents,
            Regions = summary.Regions,
            Metrics = summary.Metrics,
            Histograms = summary.Histograms,
            Checks = summary.Checks,
            Findings = summary.Findings,
            Pairs = summary.Pairs,
            Client = summary.Client,
            Server = summary.Server,
        };
    }

    /// <summary>The summary it was made of.</summary>
    public RunSummary ToSummary(RunDescription run) => new()
    {
        Run = run,
        Judgement = new Judgement(VerdictText.Parse(Verdict), ExitCode, Reason, ExitReason),
        Window = Window,
        WindowFromMs = WindowFromMs,
        Levels = Levels,
        Planned = Planned,
        Sent = Sent,
        Finished = Finished,
        Abandoned = Abandoned,
        Totals = Totals,
        Groups = Groups,
        Parts = Parts,
        Agents = Agents,
        Regions = Regions,
        Metrics = Metrics,
        Histograms = Histograms,
        Checks = Checks,
        Findings = Findings,
        Pairs = Pairs,
        Client = Client,
        Server = Server,
    };
}
