using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Tells which member a property name is. By length first: one comparison per name on the hot path, none for most names we skip.</summary>
internal static class MemberNames
{
    // Longer than every known name even when each letter is escaped as \uXXXX.
    private const int MaxEscapedLength = 25 * 6;

    /// <summary>The member whose name the reader stands on.</summary>
    public static Member Of(ref Utf8JsonReader reader)
        => reader.ValueIsEscaped ? OfSlow(reader.ValueSpan) : Of(reader.ValueSpan);

    private static Member Of(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 2:
                return name.SequenceEqual("id"u8) ? Member.Id : Member.Unknown;
            case 4:
                return OfFour(name);
            case 5:
                if (name.SequenceEqual("index"u8))
                    return Member.Index;
                if (name.SequenceEqual("delta"u8))
                    return Member.Delta;
                if (name.SequenceEqual("usage"u8))
                    return Member.Usage;
                return name.SequenceEqual("error"u8) ? Member.Error : Member.Unknown;
            case 6:
                if (name.SequenceEqual("object"u8))
                    return Member.Object;
                return name.SequenceEqual("detail"u8) ? Member.Detail : Member.Unknown;
            case 7:
                return OfSeven(name);
            case 8:
                if (name.SequenceEqual("function"u8))
                    return Member.Function;
                return name.SequenceEqual("thinking"u8) ? Member.Thinking : Member.Unknown;
            case 9:
                if (name.SequenceEqual("token_ids"u8))
                    return Member.TokenIds;
                if (name.SequenceEqual("reasoning"u8))
                    return Member.Reasoning;
                return name.SequenceEqual("arguments"u8) ? Member.Arguments : Member.Unknown;
            case 10:
                return name.SequenceEqual("tool_calls"u8) ? Member.ToolCalls : Member.Unknown;
            default:
                return OfLong(name);
        }
    }

    private static Member OfFour(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("role"u8))
            return Member.Role;
        if (name.SequenceEqual("text"u8))
            return Member.Text;
        if (name.SequenceEqual("name"u8))
            return Member.Name;
        if (name.SequenceEqual("type"u8))
            return Member.Type;
        if (name.SequenceEqual("code"u8))
            return Member.Code;
        return name.SequenceEqual("data"u8) ? Member.Data : Member.Unknown;
    }

    private static Member OfSeven(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("choices"u8))
            return Member.Choices;
        if (name.SequenceEqual("content"u8))
            return Member.Content;
        if (name.SequenceEqual("refusal"u8))
            return Member.Refusal;
        if (name.SequenceEqual("message"u8))
            return Member.Message;
        return name.SequenceEqual("summary"u8) ? Member.Summary : Member.Unknown;
    }

    private static Member OfLong(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 12:
                return name.SequenceEqual("input_tokens"u8) ? Member.InputTokens : Member.Unknown;
            case 13:
                if (name.SequenceEqual("finish_reason"u8))
                    return Member.FinishReason;
                if (name.SequenceEqual("output_tokens"u8))
                    return Member.OutputTokens;
                if (name.SequenceEqual("prompt_tokens"u8))
                    return Member.PromptTokens;
                if (name.SequenceEqual("cached_tokens"u8))
                    return Member.CachedTokens;
                return name.SequenceEqual("function_call"u8) ? Member.FunctionCall : Member.Unknown;
            case 16:
                return name.SequenceEqual("reasoning_tokens"u8) ? Member.ReasoningTokens : Member.Unknown;
            case 17:
                if (name.SequenceEqual("reasoning_content"u8))
                    return Member.ReasoningContent;
                if (name.SequenceEqual("completion_tokens"u8))
                    return Member.CompletionTokens;
                return name.SequenceEqual("reasoning_details"u8) ? Member.ReasoningDetails : Member.Unknown;
            case 20:
                return name.SequenceEqual("input_tokens_details"u8) ? Member.InputTokensDetails : Member.Unknown;
            case 21:
                if (name.SequenceEqual("prompt_tokens_details"u8))
                    return Member.PromptTokensDetails;
                return name.SequenceEqual("output_tokens_details"u8) ? Member.OutputTokensDetails : Member.Unknown;
            case 23:
                if (name.SequenceEqual("prompt_cache_hit_tokens"u8))
                    return Member.PromptCacheHitTokens;
                return name.SequenceEqual("cache_read_input_tokens"u8) ? Member.CacheReadInputTokens : Member.Unknown;
            case 25:
                return name.SequenceEqual("completion_tokens_details"u8) ? Member.CompletionTokensDetails : Member.Unknown;
            default:
                return Member.Unknown;
        }
    }

    private static Member OfSlow(ReadOnlySpan<byte> escaped)
    {
        if (escaped.Length > MaxEscapedLength)
            return Member.Unknown;
        var name = JsonText.Decode(escaped, escaped: true, MaxEscapedLength);
        Span<byte> utf8 = stackalloc byte[MaxEscapedLength * 3];
        return Of(utf8[..System.Text.Encoding.UTF8.GetBytes(name, utf8)]);
    }
}
