namespace VllmStream.Profiling.Options;

/// <summary>What is asked of the server.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Model name; null = the first of /v1/models.</summary>
    public string? Model { get; init; }

    /// <summary>Endpoint.</summary>
    public EndpointKind Endpoint { get; init; } = EndpointKind.Chat;

    /// <summary>Streaming or not.</summary>
    public RequestMode Mode { get; init; } = RequestMode.Stream;

    /// <summary>Prompts given on the command line, taken in turn; empty = synthetic ones.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Length of synthetic prompts.</summary>
    public LengthSpec InputTokens { get; init; } = new(256, 0);

    /// <summary>max_tokens of a request.</summary>
    public LengthSpec OutputTokens { get; init; } = new(128, 0);

    /// <summary>Choices per request; n of the API.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Asks the server to go on to max_tokens.</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>Sampling temperature; null = the server's default.</summary>
    public double? Temperature { get; init; }

    /// <summary>top_p; null = the server's default.</summary>
    public double? TopP { get; init; }

    /// <summary>A JSON object whose members are added to every body, replacing ours of the same name; null = none.</summary>
    public string? ExtraBody { get; init; }

    /// <summary>Seed of the plan and of synthetic prompts.</summary>
    public long Seed { get; init; }
}
