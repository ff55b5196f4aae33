namespace VllmStream.Profiling.Api;

/// <summary>A usage block. Absent, null, negative and unreadable numbers are all null: absent is not 0.</summary>
public struct TokenUsage
{
    /// <summary>prompt_tokens, or input_tokens where an API calls them so.</summary>
    public long? Prompt;

    /// <summary>completion_tokens (or output_tokens): of all choices in a final block, of one choice in a continuous one.</summary>
    public long? Completion;

    /// <summary>Prompt tokens that came from a cache; many servers leave it out when it is 0.</summary>
    public long? Cached;

    /// <summary>Reasoning tokens among the completion tokens.</summary>
    public long? Reasoning;

    /// <summary>True when any count is there.</summary>
    public readonly bool HasNumbers => Prompt.HasValue || Completion.HasValue || Cached.HasValue || Reasoning.HasValue;
}
