using System.Buffers.Text;
using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Reads a usage block, whatever types its numbers have.</summary>
internal static class UsageWalk
{
    /// <summary>Reads the value the reader stands on; anything but an object is no usage.</summary>
    public static void Read(ref Utf8JsonReader reader, ref ChunkFacts facts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var usage = default(TokenUsage);
        ReadMembers(ref reader, ref usage, depth: 0);
        if (usage.HasNumbers)
        {
            facts.Usage = usage;
            facts.HasUsage = true;
        }
    }

    // The details objects hold names of their own, so one method reads both floors; the depth ends there.
    private static void ReadMembers(ref Utf8JsonReader reader, ref TokenUsage usage, int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            // careful: read even where it is not wanted, for it may be an object.
            switch (member)
            {
                case Member.PromptTokens when depth == 0:
                    usage.Prompt = Number(ref reader) ?? usage.Prompt;
                    break;
                case Member.CompletionTokens when depth == 0:
                    usage.Completion = Number(ref reader) ?? usage.Completion;
                    break;
                // The names of the Responses and Messages APIs; a gateway that sends both kinds means the same by them.
                case Member.InputTokens when depth == 0:
                    usage.Prompt = Other(usage.Prompt, ref reader);
                    break;
                case Member.OutputTokens when depth == 0:
                    usage.Completion = Other(usage.Completion, ref reader);
                    break;
                // DeepSeek says prompt_cache_hit_tokens, Moonshot cached_tokens beside the others, Anthropic cache_read_input_tokens.
                case Member.CachedTokens or Member.PromptCacheHitTokens or Member.CacheReadInputTokens:
                    usage.Cached = Other(usage.Cached, ref reader);
                    break;
                // SGLang has reasoning_tokens beside the others.
                case Member.ReasoningTokens:
                    usage.Reasoning = Other(usage.Reasoning, ref reader);
                    break;
                case Member.PromptTokensDetails or Member.CompletionTokensDetails or Member.InputTokensDetails or Member.OutputTokensDetails
                    when depth == 0 && reader.TokenType == JsonTokenType.StartObject:
                    ReadMembers(ref reader, ref usage, depth: 1);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static long? Other(long? known, ref Utf8JsonReader reader)
    {
        var number = Number(ref reader);
        return known ?? number;
    }

    // 7, 7.0, 7e0 and "7" are seven; null, -1, 1e400 and [7] are nothing.
    private static long? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            reader.Skip();
            return null;
        }

        var raw = reader.ValueSpan;
        if (Utf8Parser.TryParse(raw, out long whole, out var used) && used == raw.Length)
            return whole >= 0 ? whole : null;
        if (Utf8Parser.TryParse(raw, out double real, out used) && used == raw.Length && real >= 0 && real < long.MaxValue)
            return (long)real;
        return null;
    }
}
