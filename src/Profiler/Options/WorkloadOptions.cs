namespace VllmStream.Profiling.Options;

/// <summary>What is asked of the server.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Model name; null = the first of /v1/models.</summary>
    public string? Model { get; init; }

    /// <summary>Endpoint.</summary>
    public EndpointKind Endpoint { get; init; } = EndpointKind.Chat;

    /// <summary>The path of an endpoint that is none of the known ones, with its slash; null for these.</summary>
    public string? EndpointPath { get; init; }

    /// <summary>Texts that a query is ranked or scored against.</summary>
    public int Documents { get; init; } = 4;

    /// <summary>The texts themselves; empty = synthetic ones.</summary>
    public IReadOnlyList<string> DocumentTexts { get; init; } = [];

    /// <summary>System message; null = none.</summary>
    public string? System { get; init; }

    /// <summary>The traffic of a scenario file, in place of the one kind of request that the other options describe; null = none.</summary>
    public Scenarios.Scenario? Scenario { get; init; }

    /// <summary>What comes at the rate of an open loop, in the plural: a session has several requests, and so may a task of a scenario.</summary>
    public string Arrivals => Scenario is null ? Turns > 1 ? "sessions" : "requests"
        : Scenario.Tasks.Any(task => task.Steps.Count > 1) ? "tasks" : "requests";

    /// <summary>Streaming or not.</summary>
    public RequestMode Mode { get; init; } = RequestMode.Stream;

    /// <summary>True when answers are asked for as streams: the mode, where the endpoint has any.</summary>
    public bool IsStreamed => Mode == RequestMode.Stream && EndpointNames.CanStream(Endpoint);

    /// <summary>Prompts given on the command line, taken in turn; empty = synthetic ones.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Prompts from a file, in place of those; empty = none.</summary>
    public IReadOnlyList<Prompts.PromptEntry> PromptEntries { get; init; } = [];

    /// <summary>True when the user said how long answers are: then a file does not.</summary>
    public bool IsOutputGiven { get; init; }

    /// <summary>Length of synthetic prompts.</summary>
    public LengthSpec InputTokens { get; init; } = new(256, 0);

    /// <summary>What synthetic prompts have in common, in front of their own tokens.</summary>
    public PrefixSpec Prefix { get; init; } = new(0, 1);

    /// <summary>Sends the same prompts in every stage, warm-up included, so that a prefix cache knows them.</summary>
    public bool ReusePrompts { get; init; }

    /// <summary>Makes synthetic prompts as long as asked by the server's own count.</summary>
    public bool ExactInput { get; init; }

    /// <summary>Requests of a session, whose history grows from one to the next.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>What a user waits between two turns.</summary>
    public Scenarios.TimeRange TurnThink { get; init; }

    /// <summary>Lengths of prompts and answers that were recorded, in place of <see cref="InputTokens"/> and <see cref="OutputTokens"/>; null = none were.</summary>
    public Traces.Trace? Trace { get; init; }

    /// <summary>max_tokens of a request.</summary>
    public LengthSpec OutputTokens { get; init; } = new(128, 0);

    /// <summary>Choices per request; n of the API.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Asks the server to go on to max_tokens.</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>Asks for usage on every chunk, not on the last alone.</summary>
    public bool ContinuousUsage { get; init; }

    /// <summary>Asks for the ids of the generated tokens beside the text.</summary>
    public bool TokenIds { get; init; }

    /// <summary>Sampling temperature; null = the server's default.</summary>
    public double? Temperature { get; init; }

    /// <summary>top_p; null = the server's default.</summary>
    public double? TopP { get; init; }

    /// <summary>A JSON object whose members are added to every body, replacing ours of the same name; null = none.</summary>
    public string? ExtraBody { get; init; }

    /// <summary>Seed of the plan and of synthetic prompts.</summary>
    public long Seed { get; init; }
}
