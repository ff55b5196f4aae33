using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Reads a delta of a chunk, or the message of a whole answer: they have the same members.</summary>
internal static class DeltaWalk
{
    /// <summary>Reads the object the reader stands on.</summary>
    public static void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChoiceFacts choice, TextCollector? text)
    {
        // One thought may come under several names at once (vLLM sent two for three months): remember all, count one.
        JsonSpan reasoning = default, reasoningContent = default, thinking = default;
        var details = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Content:
                    PartsWalk.ReadContent(ref reader, data, ref choice, text);
                    break;
                case Member.Refusal:
                    AddVisible(JsonSpan.OfString(ref reader), data, GeneratedKind.Refusal, ref choice, text);
                    reader.Skip();
                    break;
                case Member.Reasoning:
                    reasoning = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                case Member.ReasoningContent:
                    reasoningContent = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                case Member.Thinking:
                    thinking = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                case Member.ReasoningDetails when reader.TokenType == JsonTokenType.StartArray:
                    details = (int)reader.TokenStartIndex;
                    reader.Skip();
                    break;
                case Member.ToolCalls when reader.TokenType == JsonTokenType.StartArray:
                    ToolCallWalk.ReadAll(ref reader, data, ref choice, text);
                    break;
                case Member.FunctionCall when reader.TokenType == JsonTokenType.StartObject:
                    choice.Generated |= GeneratedKind.ToolCall;
                    ToolCallWalk.ReadFunction(ref reader, data, choice.Index, call: 0, text);
                    break;
                case Member.Role:
                    choice.HasRole |= reader.TokenType == JsonTokenType.String;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!reasoning.HasText)
            reasoning = reasoningContent.HasText ? reasoningContent : thinking;
        if (reasoning.HasText)
            AddReasoning(reasoning, data, ref choice, text);
        else if (details >= 0)
            ReadDetails(data, details, ref choice, text);
    }

    // Careful: what is found in the slice counts from its start.
    private static void ReadDetails(ReadOnlySpan<byte> data, int start, ref ChoiceFacts choice, TextCollector? text)
    {
        var before = choice.ReasoningBytes;
        PartsWalk.ReadReasoningDetails(data[start..], ref choice, text);
        if (before == 0 && choice.ReasoningBytes > 0)
            choice.ReasoningStart += start;
    }

    /// <summary>Adds visible text, unless it is empty.</summary>
    public static void AddVisible(JsonSpan span, ReadOnlySpan<byte> data, GeneratedKind kind, ref ChoiceFacts choice, TextCollector? text)
    {
        if (!span.HasText)
            return;
        var raw = span.Raw(data);
        if (choice.TextBytes == 0)
        {
            choice.TextStart = span.Start;
            choice.TextPrefix = Prefix(raw);
        }

        choice.TextBytes += raw.Length;
        choice.Generated |= kind;
        text?.AppendText(choice.Index, raw, span.Escaped);
    }

    /// <summary>Adds reasoning text, unless it is empty.</summary>
    public static void AddReasoning(JsonSpan span, ReadOnlySpan<byte> data, ref ChoiceFacts choice, TextCollector? text)
    {
        if (!span.HasText)
            return;
        choice.Generated |= GeneratedKind.Reasoning;
        if (choice.ReasoningBytes == 0)
            choice.ReasoningStart = span.Start;
        choice.ReasoningBytes += span.Raw(data).Length;
        text?.AppendReasoning(choice.Index, span.Raw(data), span.Escaped);
    }

    /// <summary>The first eight bytes, zero-padded.</summary>
    public static ulong Prefix(ReadOnlySpan<byte> raw)
    {
        if (raw.Length >= sizeof(ulong))
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(raw);
        var prefix = 0UL;
        for (var i = raw.Length - 1; i >= 0; i--)
            prefix = (prefix << 8) | raw[i];
        return prefix;
    }
}
