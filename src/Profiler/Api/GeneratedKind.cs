namespace VllmStream.Profiling.Api;

/// <summary>What proves that an event carries a generated token; a lower bit is the better proof.</summary>
[Flags]
public enum GeneratedKind
{
    /// <summary>Nothing: role-only chunk, empty delta, usage, ping.</summary>
    None = 0,

    /// <summary>Non-empty visible content (chat) or text (completions).</summary>
    Content = 1 << 0,

    /// <summary>Non-empty reasoning under any of its names.</summary>
    Reasoning = 1 << 1,

    /// <summary>Any entry of tool_calls, or a function_call.</summary>
    ToolCall = 1 << 2,

    /// <summary>Non-empty refusal; visible to the user as content is.</summary>
    Refusal = 1 << 3,

    /// <summary>A non-empty token_ids array.</summary>
    TokenIds = 1 << 4,

    /// <summary>completion_tokens of a chunk with choices went up. Depends on earlier chunks, so only the reader of the stream sets it.</summary>
    TokenCount = 1 << 5,

    /// <summary>Kinds that a user sees.</summary>
    Visible = Content | Refusal,

    /// <summary>Kinds that carry generated text of any channel.</summary>
    Text = Content | Reasoning | ToolCall | Refusal,
}
