using System.ComponentModel;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Output;

/// <summary>First line: what is run, against what, on what, and what the numbers mean.</summary>
public sealed record RunStartedLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "run_started";

    /// <summary>An empty line.</summary>
    public RunStartedLine()
        : base(Word)
    {
    }

    /// <summary>The one wall-clock value of a run.</summary>
    [Description("Wall clock at run start; the only wall-clock value of a file.")]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Monotonic clock at the same instant.</summary>
    [Description("Monotonic clock at run start, in microseconds (CLOCK_MONOTONIC on Linux): joins t_ms with what another process of the same host logged. Null when unknown.")]
    public double? MonotonicUs { get; init; }

    /// <summary>Name and version of this program.</summary>
    [Description("Name and version of the program.")]
    public string Tool { get; init; } = "";

    /// <summary>Full address.</summary>
    [Description("Resolved address of the endpoint.")]
    public string Target { get; init; } = "";

    /// <summary>Scenario.</summary>
    [Description("Name of the scenario; null when options alone say what is sent.")]
    public string? Scenario { get; init; }

    /// <summary>Model.</summary>
    [Description("Model asked for.")]
    public string? Model { get; init; }

    /// <summary>Server.</summary>
    [Description("What the server says it is.")]
    public ServerIdentity Server { get; init; } = new(null, null);

    /// <summary>stream or nonstream.</summary>
    [Description("stream, nonstream, paired where every prompt is sent both ways, or mixed where only some groups are streamed.")]
    public string Mode { get; init; } = "";

    /// <summary>Load shape.</summary>
    [Description("Load shape; null = does not apply.")]
    public LoadDescription Load { get; init; } = new() { Kind = "closed" };

    /// <summary>Group names.</summary>
    [Description("Named kinds of request; every metric exists per group.")]
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Objectives.</summary>
    [Description("Objectives that give goodput; limits in ms, or tokens/s for rate.")]
    public IReadOnlyList<SloTerm> Slo { get; init; } = [];

    /// <summary>Checks.</summary>
    [Description("Checks that decide exit code 99; limits in ms for times, a ratio for shares, a number for counts, else per second.")]
    public IReadOnlyList<CheckTerm> Checks { get; init; } = [];

    /// <summary>Options by name.</summary>
    [Description("Effective options; secrets are ***.")]
    public IReadOnlyDictionary<string, string?> Options { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Labels.</summary>
    [Description("Labels of the run (--tag).")]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a reader must know first.</summary>
    [Description("What a reader must know before the numbers: certificate not checked, proxy in use.")]
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Agents.</summary>
    [Description("How many agents share the run, whose requests are in their own files; null = it is sent from one process.")]
    public int? SharedBy { get; init; }

    /// <summary>This machine.</summary>
    [Description("The machine that measured.")]
    public HostDescription Host { get; init; } = new();

    /// <summary>Meaning of the metrics.</summary>
    [Description("Meaning of every metric, by its key.")]
    public IReadOnlyDictionary<string, MetricDefinitionLine> Definitions { get; init; } = MetricDefinitionLine.All;

    /// <summary>Makes the line of a run.</summary>
    public static RunStartedLine Of(RunDescription run, RunOptions? options, long? startTicks = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunStartedLine
        {
            Run = run.Run,
            StartedAt = run.StartedAt,
            MonotonicUs = startTicks is { } ticks ? Math.Round(ticks * (1_000_000.0 / Clock.Ticks.PerSecond), 3) : null,
            Tool = run.Tool,
            Target = run.Target,
            Scenario = run.Scenario,
            Model = run.Model,
            Server = new ServerIdentity(run.ServerName, run.ServerVersion),
            Mode = run.Mode,
            Load = run.Load,
            Groups = run.Groups,
            Slo = run.Slo,
            Checks = run.Checks,
            Options = options is null ? new Dictionary<string, string?>(StringComparer.Ordinal) : EffectiveOptions.Of(options),
            Tags = (options?.Tags ?? []).DistinctBy(tag => tag.Key).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
            Notices = run.Notices,
            SharedBy = run.SharedBy,
            Host = HostDescription.Current(),
        };
    }

    /// <summary>The description it was made of.</summary>
    public RunDescription ToDescription() => new()
    {
        Run = Run,
        Tool = Tool,
        StartedAt = StartedAt,
        Target = Target,
        Scenario = Scenario,
        Model = Model,
        ServerName = Server.Name,
        ServerVersion = Server.Version,
        Mode = Mode,
        Load = Load,
        Groups = Groups,
        Slo = Slo,
        Checks = Checks,
        Notices = Notices,
        SharedBy = SharedBy,
    };
}
