using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Reads content that may be a string or a list of parts, and OpenRouter's reasoning_details.</summary>
internal static class PartsWalk
{
    /// <summary>Reads the value of a <c>content</c> member: text, null, one part, or an array of parts.</summary>
    public static void ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChoiceFacts choice, TextCollector? text)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                DeltaWalk.AddVisible(JsonSpan.OfString(ref reader), data, GeneratedKind.Content, ref choice, text);
                break;
            case JsonTokenType.StartObject:
                ReadPart(ref reader, data, isReasoning: false, ref choice, text);
                break;
            case JsonTokenType.StartArray:
                ReadParts(ref reader, data, isReasoning: false, ref choice, text);
                break;
        }
    }

    /// <summary>Reads reasoning_details: entries with a text, a summary, or encrypted data, which has no text but was generated.</summary>
    /// <param name="data">Data that begins with the array.</param>
    /// <param name="choice">Gets the evidence.</param>
    /// <param name="text">Gets the text.</param>
    public static void ReadReasoningDetails(ReadOnlySpan<byte> data, ref ChoiceFacts choice, TextCollector? text)
        => ReadList(data, isReasoning: true, ref choice, text);

    /// <summary>Reads an array of parts with which the data begins.</summary>
    public static void ReadList(ReadOnlySpan<byte> data, bool isReasoning, ref ChoiceFacts choice, TextCollector? text)
    {
        var reader = new Utf8JsonReader(data, ChunkWalk.Options);
        reader.Read();
        ReadParts(ref reader, data, isReasoning, ref choice, text);
    }

    private static void ReadParts(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool isReasoning, ref ChoiceFacts choice, TextCollector? text)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadPart(ref reader, data, isReasoning, ref choice, text);
            else if (reader.TokenType == JsonTokenType.String)
                Add(JsonSpan.OfString(ref reader), data, isReasoning, ref choice, text);
            else
                reader.Skip();
        }
    }

    private static void ReadPart(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool isReasoning, ref ChoiceFacts choice, TextCollector? text)
    {
        JsonSpan partText = default, refusal = default, encrypted = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Type when reader.TokenType == JsonTokenType.String:
                    isReasoning |= IsReasoningWord(reader.ValueSpan);
                    break;
                case Member.Text or Member.Summary when reader.TokenType == JsonTokenType.String:
                    partText = JsonSpan.OfString(ref reader);
                    break;
                case Member.Data:
                    encrypted = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                case Member.Refusal:
                    refusal = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                // Mistral: {"type":"thinking","thinking":[{"type":"text","text":"..."}]}
                case Member.Thinking when reader.TokenType == JsonTokenType.StartArray:
                    ReadParts(ref reader, data, isReasoning: true, ref choice, text);
                    break;
                case Member.Thinking:
                    DeltaWalk.AddReasoning(JsonSpan.OfString(ref reader), data, ref choice, text);
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Add(partText, data, isReasoning, ref choice, text);
        DeltaWalk.AddVisible(refusal, data, GeneratedKind.Refusal, ref choice, text);
        if (isReasoning && encrypted.HasText)
            choice.Generated |= GeneratedKind.Reasoning;
    }

    private static void Add(JsonSpan span, ReadOnlySpan<byte> data, bool isReasoning, ref ChoiceFacts choice, TextCollector? text)
    {
        if (isReasoning)
            DeltaWalk.AddReasoning(span, data, ref choice, text);
        else
            DeltaWalk.AddVisible(span, data, GeneratedKind.Content, ref choice, text);
    }

    private static bool IsReasoningWord(ReadOnlySpan<byte> type)
        => type.SequenceEqual("thinking"u8) || type.StartsWith("reasoning"u8);
}
