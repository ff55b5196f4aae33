namespace VllmStream.Simulation;

/// <summary>A valid request to generate, reduced to what changes the answer.</summary>
internal sealed record GenerationRequest
{
    public required ApiKind Api { get; init; }

    public required IReadOnlyList<Prompt> Prompts { get; init; }

    /// <summary>Sequences per prompt.</summary>
    public required int Choices { get; init; }

    public required int MaxTokens { get; init; }

    public required int MinTokens { get; init; }

    public required bool IgnoreEos { get; init; }

    public required bool Stream { get; init; }

    public required bool IncludeUsage { get; init; }

    /// <summary>Usage on each chunk; false unless <see cref="IncludeUsage"/>, as in vLLM.</summary>
    public required bool ContinuousUsage { get; init; }

    public required bool ReturnTokenIds { get; init; }

    public required bool Echo { get; init; }

    /// <summary>How many tokens of the answer are what the model thinks.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>The function that is called instead of saying something; null = none.</summary>
    public string? ToolName { get; init; }

    /// <summary>True when the client asked for the same answer each time: temperature 0 or a seed.</summary>
    public required bool IsRepeatable { get; init; }

    /// <summary>The request_id field of the body, if any.</summary>
    public required string? RequestId { get; init; }

    /// <summary>Stands for prompt and seed of the request in all draws.</summary>
    public required ulong ContentHash { get; init; }

    /// <summary>The prompt of a sequence; sequences of one prompt stand together, as in vLLM.</summary>
    public Prompt PromptOf(int sequence) => Prompts[sequence / Choices];

    public int PromptTokens => Prompts.Sum(prompt => prompt.Tokens);
}
