namespace VllmStream.Profiling.Api;

/// <summary>What one request asks for.</summary>
public readonly record struct RequestSpec
{
    /// <summary>Model name.</summary>
    public required string Model { get; init; }

    /// <summary>The prompt, or the user's message.</summary>
    public required PromptText Prompt { get; init; }

    /// <summary>What was said before the prompt; null = nothing.</summary>
    public IReadOnlyList<ChatMessage>? History { get; init; }

    /// <summary>The whole conversation, in place of system message, history and prompt; null = it is made of these.</summary>
    public RawConversation? RawMessages { get; init; }

    /// <summary>What stands in front of the first text of that conversation; null = nothing.</summary>
    public string? RawNonce { get; init; }

    /// <summary>Tokens that the prompt was made to have; null for a given prompt.</summary>
    public int? AskedTokens { get; init; }

    /// <summary>Texts that are ranked or scored against the prompt; null for other APIs.</summary>
    public IReadOnlyList<PromptText>? Documents { get; init; }

    /// <summary>cache_salt: prompts with another salt share no cached prefix with this one; null = not written.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>A system message; null = none.</summary>
    public string? System { get; init; }

    /// <summary>stream: true.</summary>
    public required bool Stream { get; init; }

    /// <summary>Asks for a final usage chunk (stream_options.include_usage); off where a server refuses it.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Asks for usage on every chunk as well.</summary>
    public bool ContinuousUsage { get; init; }

    /// <summary>Asks for the ids of the generated tokens (return_token_ids).</summary>
    public bool TokenIds { get; init; }

    /// <summary>max_tokens; null = the server's default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Choices; written when it is not 1.</summary>
    public int Choices { get; init; }

    /// <summary>ignore_eos: true (and min_tokens = max_tokens where the API has it).</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>Sampling temperature; null = not written.</summary>
    public double? Temperature { get; init; }

    /// <summary>top_p; null = not written.</summary>
    public double? TopP { get; init; }

    /// <summary>Seed of the request; null = not written.</summary>
    public long? Seed { get; init; }

    /// <summary>A JSON object whose members are added, replacing ours of the same name; null = none.</summary>
    public string? ExtraBody { get; init; }
}
