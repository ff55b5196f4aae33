using System.Text.Json;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>Reads the typed events and the documents of /v1/messages.</summary>
/// <remarks>
/// Shapes: the streaming fixtures of anthropics/anthropic-sdk-python, and vLLM's vllm/entrypoints/anthropic. Usage comes in two parts:
/// input with <c>message_start</c>, output with <c>message_delta</c>. The stream ends with <c>message_stop</c>.
/// </remarks>
internal static class MessagesEvents
{
    /// <summary>Reads the data of one event.</summary>
    public static void Read(ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        if (!TypedWalk.IsNoDocument(data, ref facts))
            TypedWalk.Read(data, ref facts, text, ReadEvent);
    }

    /// <summary>Reads a whole answer.</summary>
    public static void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
    {
        facts.Reset();
        TypedWalk.Read(json, ref facts, text, ReadMessage);
    }

    private static void ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        var choice = default(ChoiceFacts);
        var (block, delta, index) = (-1, -1, 0);
        var type = default(JsonSpan);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                type = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("delta"u8))
                delta = TypedWalk.Object(ref reader);
            else if (reader.ValueTextEquals("content_block"u8))
                block = TypedWalk.Object(ref reader);
            else if (reader.ValueTextEquals("index"u8))
                index = TypedWalk.Index(ref reader);
            else if (reader.ValueTextEquals("usage"u8) && reader.Read())
                UsageWalk.Read(ref reader, ref facts);
            else if (reader.ValueTextEquals("message"u8))
                ReadStart(ref reader, ref facts, ref choice);
            else if (reader.ValueTextEquals("error"u8) && reader.Read())
                facts.Error ??= ErrorWalk.Read(ref reader, data);
            else
                reader.Skip();
        }

        if (block >= 0)
            ReadBlock(data, block, index, isWhole: false, ref choice, text);
        if (delta >= 0)
            ReadDelta(data, delta, index, ref choice, text);
        facts.EndsStream = type.Raw(data).SequenceEqual("message_stop"u8);
        TypedWalk.Close(ref facts, choice);
    }

    // Of its usage only the input counts: an output_tokens of 1 stands there before anything was generated.
    private static void ReadStart(ref Utf8JsonReader reader, ref ChunkFacts facts, ref ChoiceFacts choice)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8) && reader.Read())
                UsageWalk.Read(ref reader, ref facts);
            else if (reader.ValueTextEquals("role"u8))
                choice.HasRole = TypedWalk.Next(ref reader).HasText;
            else
                reader.Skip();
        }
        facts.Usage.Completion = null;
        facts.HasUsage = facts.Usage.HasNumbers;
    }

    private static void ReadDelta(ReadOnlySpan<byte> data, int start, int index, ref ChoiceFacts choice, TextCollector? text)
    {
        var reader = TypedWalk.ReaderAt(data, start, out var slice);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                DeltaWalk.AddVisible(TypedWalk.Next(ref reader), slice, GeneratedKind.Content, ref choice, text);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                DeltaWalk.AddReasoning(TypedWalk.Next(ref reader), slice, ref choice, text);
            }
            else if (reader.ValueTextEquals("partial_json"u8))
            {
                var piece = TypedWalk.Next(ref reader);
                if (!piece.HasText)
                    continue;
                choice.Generated |= GeneratedKind.ToolCall;
                text?.AppendToolArguments(choice.Index, text.CallOf(choice.Index, index), piece.Raw(slice), piece.Escaped);
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                var reason = TypedWalk.Next(ref reader);
                choice.FinishReason = FinishReasons.Intern(reason.Raw(slice), reason.Escaped);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        var choice = default(ChoiceFacts);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                ReadContent(ref reader, data, ref facts, ref choice, text);
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                var reason = TypedWalk.Next(ref reader);
                choice.FinishReason = FinishReasons.Intern(reason.Raw(data), reason.Escaped);
            }
            else if (reader.ValueTextEquals("usage"u8) && reader.Read())
            {
                UsageWalk.Read(ref reader, ref facts);
            }
            else if (reader.ValueTextEquals("error"u8) && reader.Read())
            {
                facts.Error ??= ErrorWalk.Read(ref reader, data);
            }
            else
            {
                reader.Skip();
            }
        }
        TypedWalk.Close(ref facts, choice);
    }

    private static void ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, ref ChoiceFacts choice, TextCollector? text)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        facts.HasChoices = true;
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var start = TypedWalk.StartHere(JsonTokenType.StartObject, ref reader);
            if (start >= 0)
                ReadBlock(data, start, index, isWhole: true, ref choice, text);
        }
    }

    // In a stream a block begins empty: only that a tool was chosen is news. In a document it is the whole of it.
    private static void ReadBlock(ReadOnlySpan<byte> data, int start, int index, bool isWhole, ref ChoiceFacts choice, TextCollector? text)
    {
        var reader = TypedWalk.ReaderAt(data, start, out var slice);
        JsonSpan id = default, name = default;
        var (inputStart, inputEnd) = (0, 0);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = TypedWalk.Next(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = TypedWalk.Next(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                DeltaWalk.AddVisible(TypedWalk.Next(ref reader), slice, GeneratedKind.Content, ref choice, text);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                DeltaWalk.AddReasoning(TypedWalk.Next(ref reader), slice, ref choice, text);
            }
            else if (reader.ValueTextEquals("input"u8) && reader.Read())
            {
                inputStart = (int)reader.TokenStartIndex;
                reader.Skip();
                inputEnd = (int)reader.BytesConsumed;
            }
            else
            {
                reader.Skip();
            }
        }

        if (!name.HasText)
            return;
        choice.Generated |= GeneratedKind.ToolCall;
        if (text is null)
            return;
        var call = text.CallOf(choice.Index, index);
        text.SetToolId(choice.Index, call, id.Decode(slice, TextCollector.MaxNameChars));
        text.SetToolName(choice.Index, call, name.Decode(slice, TextCollector.MaxNameChars));
        if (isWhole)
            text.AppendToolArguments(choice.Index, call, slice[inputStart..inputEnd], escaped: false);
    }
}
