namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>What an answer must be like to count as a success; null and empty = not asked.</summary>
public sealed record Expectations
{
    /// <summary>The HTTP status; one beyond 2xx makes that status the success.</summary>
    public int? Status { get; init; }

    /// <summary>True wants text, or entries in the list.</summary>
    public bool NonEmpty { get; init; }

    /// <summary>Characters of visible text.</summary>
    public int? MinChars { get; init; }

    /// <summary>Texts that the visible text must hold.</summary>
    public IReadOnlyList<string> Contains { get; init; } = [];

    /// <summary>Texts that the visible text must not hold.</summary>
    public IReadOnlyList<string> NotContains { get; init; } = [];

    /// <summary>Length of each vector.</summary>
    public int? MinDimensions { get; init; }

    /// <summary>The finish_reason of every choice; one of these.</summary>
    public IReadOnlyList<string> FinishReason { get; init; } = [];

    /// <summary>A JSON Schema (draft 2020-12) for the visible text, or for the document where an answer has no text.</summary>
    public string? JsonSchema { get; init; }

    /// <summary>True when a rule looks at the text of the answer.</summary>
    public bool NeedsText => NonEmpty || MinChars is not null || Contains.Count > 0 || NotContains.Count > 0 || JsonSchema is not null;
}
