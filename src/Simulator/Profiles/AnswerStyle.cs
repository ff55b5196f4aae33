namespace VllmStream.Simulation;

/// <summary>How the events of chat and completions look: what servers with one API do differently. The defaults are vLLM's.</summary>
internal sealed record AnswerStyle
{
    /// <summary>vLLM as it is now.</summary>
    public static AnswerStyle Vllm { get; } = new();

    /// <summary>Where the role stands.</summary>
    public RolePlace Role { get; init; } = RolePlace.WithFirstToken;

    /// <summary>The value of "content" in the role chunk.</summary>
    public string RoleContent { get; init; } = "\"\"";

    /// <summary>Names of what the model thought.</summary>
    public ReasoningField Reasoning { get; init; } = ReasoningField.Reasoning;

    /// <summary>Where the usage stands.</summary>
    public UsagePlace Usage { get; init; } = UsagePlace.AsAsked;

    /// <summary>Added to the true number of completion tokens, for a server that counts wrongly.</summary>
    public int UsageError { get; init; }

    /// <summary>True gives the finish reason in a chunk of its own; false in the chunk of the last token.</summary>
    public bool FinishApart { get; init; }

    /// <summary>True shows logprobs, stop_reason and token ids as vLLM does.</summary>
    public bool HasVllmMembers { get; init; } = true;

    /// <summary>Members of each chunk behind the model, each with a comma before it.</summary>
    public string ChunkMembers { get; init; } = "";

    /// <summary>Members of each choice behind its finish reason, each with a comma before it.</summary>
    public string ChoiceMembers { get; init; } = "";

    /// <summary>An event before all others; empty = none.</summary>
    public string OpeningEvent { get; init; } = "";

    /// <summary>The event that ends a stream; empty = none.</summary>
    public string Done { get; init; } = "data: [DONE]\n\n";

    /// <summary>How errors look.</summary>
    public ErrorShape Errors { get; init; } = ErrorShape.Wrapped;
}
