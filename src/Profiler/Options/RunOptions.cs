namespace VllmStream.Profiling.Options;

/// <summary>Everything a run is told, validated once; immutable.</summary>
public sealed record RunOptions
{
    /// <summary>The server.</summary>
    public required TargetUrl Target { get; init; }

    /// <summary>Load shape.</summary>
    public LoadOptions Load { get; init; } = new();

    /// <summary>What is asked.</summary>
    public WorkloadOptions Workload { get; init; } = new();

    /// <summary>When it counts and ends.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Limits of one request.</summary>
    public TimeoutOptions Timeouts { get; init; } = new();

    /// <summary>How the server is reached.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>Objectives that give goodput, as the user wrote them; empty = none.</summary>
    public IReadOnlyList<SloTerm> Slo { get; init; } = [];

    /// <summary>Checks that decide exit code 99, as the user wrote them; empty = none.</summary>
    public IReadOnlyList<CheckTerm> Checks { get; init; } = [];

    /// <summary>Extra attempts of a failed request.</summary>
    public int Retries { get; init; }

    /// <summary>How long after its first attempt has begun a request may begin another.</summary>
    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>False starts the load without a probe.</summary>
    public bool Probe { get; init; } = true;

    /// <summary>What counts tokens where the server does not; null = nobody.</summary>
    public TokenizerOption? Tokenizer { get; init; }

    /// <summary>How much of a request is written.</summary>
    public RecordDetail Record { get; init; } = RecordDetail.Requests;

    /// <summary>What is looked at beside the load.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>Labels of the run.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
