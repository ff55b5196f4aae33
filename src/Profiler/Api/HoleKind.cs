namespace VllmStream.Profiling.Api;

/// <summary>What stands in a hole of a <see cref="ChunkTemplate"/>.</summary>
internal enum HoleKind : byte
{
    /// <summary>The text of the token, without its quotes.</summary>
    Text,

    /// <summary>usage.prompt_tokens.</summary>
    Prompt,

    /// <summary>usage.completion_tokens.</summary>
    Completion,

    /// <summary>usage.total_tokens, which nobody reads.</summary>
    Total,
}
