using System.ComponentModel;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>First line of a sweep's own file.</summary>
public sealed record SweepStartedLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "sweep_started";

    /// <summary>An empty line.</summary>
    public SweepStartedLine()
        : base(Word)
    {
    }

    /// <summary>The one wall-clock value of a sweep.</summary>
    [Description("Wall clock when the sweep started.")]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Name and version of this program.</summary>
    [Description("Name and version of the program.")]
    public string Tool { get; init; } = "";

    /// <summary>Full address.</summary>
    [Description("Resolved address of the endpoint.")]
    public string Target { get; init; } = "";

    /// <summary>Model.</summary>
    [Description("Model asked for.")]
    public string? Model { get; init; }

    /// <summary>Server.</summary>
    [Description("What the server says it is.")]
    public ServerIdentity Server { get; init; } = new(null, null);

    /// <summary>What is to be done.</summary>
    [Description("What is raised (rate, concurrency, users), from where to where (null = until something breaks), in how many stages of at most how many seconds, and the share of requests that must meet every objective.")]
    public SweepDescription Sweep { get; init; } = new();

    /// <summary>Objectives.</summary>
    [Description("Objectives that a share of the requests must meet; limits in ms, or tokens/s for rate.")]
    public IReadOnlyList<SloTerm> Slo { get; init; } = [];

    /// <summary>Checks.</summary>
    [Description("Checks that every stage must pass.")]
    public IReadOnlyList<CheckTerm> Checks { get; init; } = [];

    /// <summary>Options by name.</summary>
    [Description("Effective options of the stages, but for their load; secrets are ***.")]
    public IReadOnlyDictionary<string, string?> Options { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Labels.</summary>
    [Description("Labels of the sweep (--tag).")]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a reader must know first.</summary>
    [Description("What a reader must know before the numbers: certificate not checked, proxy in use.")]
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>This machine.</summary>
    [Description("The machine that measured.")]
    public HostDescription Host { get; init; } = new();

    /// <summary>Makes the line.</summary>
    public static SweepStartedLine Of(RunDescription run, RunOptions options, SweepDescription sweep)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        return new SweepStartedLine
        {
            StartedAt = run.StartedAt,
            Tool = run.Tool,
            Target = run.Target,
            Model = run.Model,
            Server = new ServerIdentity(run.ServerName, run.ServerVersion),
            Sweep = sweep,
            Slo = run.Slo,
            Checks = run.Checks,
            Options = EffectiveOptions.Of(options),
            Tags = options.Tags.DistinctBy(tag => tag.Key).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
            Notices = run.Notices,
            Host = HostDescription.Current(),
        };
    }
}
