using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>What was run, against what: everything about a run that is known when it starts. Free of secrets.</summary>
public sealed record RunDescription
{
    /// <summary>Id of the run.</summary>
    public required string Run { get; init; }

    /// <summary>Name and version of this program.</summary>
    public required string Tool { get; init; }

    /// <summary>The one wall-clock value of a run.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Name of the scenario; null when options alone say what is sent.</summary>
    public string? Scenario { get; init; }

    /// <summary>Full address of the endpoint; the server's where there are several.</summary>
    public required string Target { get; init; }

    /// <summary>Model; null when the server named none.</summary>
    public string? Model { get; init; }

    /// <summary>What the server calls itself: vLLM, SGLang, ...; null = unknown.</summary>
    public string? ServerName { get; init; }

    /// <summary>Its version; null = unknown.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>stream, nonstream, paired (every prompt both ways), or mixed.</summary>
    public required string Mode { get; init; }

    /// <summary>Load shape.</summary>
    public required LoadDescription Load { get; init; }

    /// <summary>Groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Objectives.</summary>
    public IReadOnlyList<SloTerm> Slo { get; init; } = [];

    /// <summary>Checks.</summary>
    public IReadOnlyList<CheckTerm> Checks { get; init; } = [];

    /// <summary>What a reader must know before the numbers: certificate not checked, proxy in use, ...</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>How many agents share the run; null = it is sent from one process.</summary>
    public int? SharedBy { get; init; }
}
