using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Reads the choices of a chunk or of a whole answer.</summary>
internal static class ChoiceWalk
{
    /// <summary>Reads the value of a <c>choices</c> member; anything but an array holds no choice.</summary>
    public static void ReadAll(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        facts.HasChoices = true;
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ref var choice = ref facts.AddChoice();
            choice.Index = position <= ChoiceFacts.MaxIndex ? position : ChoiceFacts.UnknownIndex;
            // The index may stand behind the text, and text must know where it goes.
            if (text is not null)
                choice.Index = IndexAhead(reader, choice.Index);
            Read(ref reader, data, ref facts, ref choice, text);
            facts.Generated |= choice.Generated;
        }
    }

    private static void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, ref ChoiceFacts choice, TextCollector? text)
    {
        var hasDelta = false;
        var message = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Index:
                    choice.Index = Index(ref reader, choice.Index);
                    break;
                case Member.Delta when reader.TokenType == JsonTokenType.StartObject:
                    hasDelta = true;
                    DeltaWalk.Read(ref reader, data, ref choice, text);
                    break;
                case Member.Text when reader.TokenType == JsonTokenType.String:
                    DeltaWalk.AddVisible(JsonSpan.OfString(ref reader), data, GeneratedKind.Content, ref choice, text);
                    break;
                case Member.FinishReason when reader.TokenType == JsonTokenType.String:
                    choice.FinishReason = FinishReasons.Intern(reader.ValueSpan, reader.ValueIsEscaped);
                    break;
                case Member.TokenIds when reader.TokenType == JsonTokenType.StartArray:
                    choice.TokenIds = Count(ref reader);
                    break;
                case Member.Message when reader.TokenType == JsonTokenType.StartObject:
                    message = (int)reader.TokenStartIndex;
                    reader.Skip();
                    break;
                case Member.Error:
                    facts.Error ??= ErrorWalk.Read(ref reader, data);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // A whole answer has the message only. Some gateways send the message so far beside the delta: then the delta counts.
        if (message >= 0 && !hasDelta)
            ReadMessage(data, message, ref choice, text);
        if (choice.TokenIds > 0)
            choice.Generated |= GeneratedKind.TokenIds;
    }

    // Careful: spans found in the slice count from its start; the offsets of what was found in it are put right at the end.
    private static void ReadMessage(ReadOnlySpan<byte> data, int start, ref ChoiceFacts choice, TextCollector? text)
    {
        var message = data[start..];
        var reader = new Utf8JsonReader(message, ChunkWalk.Options);
        reader.Read();
        var (textBefore, reasoningBefore) = (choice.TextBytes, choice.ReasoningBytes);
        DeltaWalk.Read(ref reader, message, ref choice, text);
        if (textBefore == 0 && choice.TextBytes > 0)
            choice.TextStart += start;
        if (reasoningBefore == 0 && choice.ReasoningBytes > 0)
            choice.ReasoningStart += start;
    }

    // The reader comes by value: it looks ahead and the walk goes on where it was.
    private static int IndexAhead(Utf8JsonReader reader, int otherwise)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            if (member == Member.Index)
                return Index(ref reader, otherwise);
            reader.Skip();
        }

        return otherwise;
    }

    private static int Index(ref Utf8JsonReader reader, int otherwise)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt32(out var index) && index is >= 0 and <= ChoiceFacts.MaxIndex ? index : ChoiceFacts.UnknownIndex;
        reader.Skip();
        return otherwise;
    }

    private static int Count(ref Utf8JsonReader reader)
    {
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            reader.Skip();
        return count;
    }
}
