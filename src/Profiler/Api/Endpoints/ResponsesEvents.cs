using System.Text.Json;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>Reads the typed events and the documents of /v1/responses.</summary>
/// <remarks>
/// Shapes: OpenAI's openapi.yaml, and vLLM's vllm/entrypoints/openai/responses. The <c>…delta</c> events bring what is new; the
/// <c>…done</c> events repeat it and say nothing. The stream ends with <c>response.completed</c>, <c>.incomplete</c> or <c>.failed</c>.
/// </remarks>
internal static class ResponsesEvents
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
        TypedWalk.Read(json, ref facts, text, ReadResponse);
    }

    private static void ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        JsonSpan type = default, delta = default, message = default, code = default;
        var (response, item, outputIndex) = (-1, -1, -1);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                type = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("delta"u8))
                delta = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("message"u8))
                message = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("code"u8))
                code = TypedWalk.Next(ref reader);
            // What the server's own error handler says, whatever the API.
            else if (reader.ValueTextEquals("error"u8) && reader.Read())
                facts.Error ??= ErrorWalk.Read(ref reader, data);
            else if (reader.ValueTextEquals("response"u8))
                response = TypedWalk.Object(ref reader);
            else if (reader.ValueTextEquals("item"u8))
                item = TypedWalk.Object(ref reader);
            else if (reader.ValueTextEquals("output_index"u8))
                outputIndex = TypedWalk.Index(ref reader);
            else
                reader.Skip();
        }

        var choice = default(ChoiceFacts);
        var word = type.Raw(data);
        if (word.EndsWith(".delta"u8))
        {
            AddDelta(word, delta, data, outputIndex, ref choice, text);
        }
        else if (word.SequenceEqual("response.output_item.added"u8) && item >= 0)
        {
            AddItem(data, item, outputIndex, isWhole: false, ref choice, text);
        }
        else if (word.SequenceEqual("response.completed"u8) || word.SequenceEqual("response.incomplete"u8) || word.SequenceEqual("response.failed"u8))
        {
            facts.EndsStream = true;
            choice.FinishReason = FinishReasons.Intern(word["response.".Length..], escaped: false);
            if (response >= 0)
                ReadEnd(data, response, ref facts);
        }
        else if (word.SequenceEqual("error"u8))
        {
            facts.Error ??= new ApiError(message.Decode(data, ErrorWalk.MaxChars), Type: null, code.Decode(data, ErrorWalk.MaxChars));
        }
        TypedWalk.Close(ref facts, choice);
    }

    private static void AddDelta(ReadOnlySpan<byte> word, JsonSpan delta, ReadOnlySpan<byte> data, int outputIndex, ref ChoiceFacts choice, TextCollector? text)
    {
        if (word.SequenceEqual("response.output_text.delta"u8))
            DeltaWalk.AddVisible(delta, data, GeneratedKind.Content, ref choice, text);
        else if (word.SequenceEqual("response.refusal.delta"u8))
            DeltaWalk.AddVisible(delta, data, GeneratedKind.Refusal, ref choice, text);
        else if (word.StartsWith("response.reasoning"u8))
            DeltaWalk.AddReasoning(delta, data, ref choice, text);
        else if (delta.HasText)
            AddArguments(delta, data, outputIndex, ref choice, text);
    }

    // Arguments of a function, code of an interpreter, input of a custom tool: each was generated for a tool.
    private static void AddArguments(JsonSpan delta, ReadOnlySpan<byte> data, int outputIndex, ref ChoiceFacts choice, TextCollector? text)
    {
        choice.Generated |= GeneratedKind.ToolCall;
        text?.AppendToolArguments(choice.Index, text.CallOf(choice.Index, outputIndex), delta.Raw(data), delta.Escaped);
    }

    // The end has the whole response once more: only its usage and its error are news.
    private static void ReadEnd(ReadOnlySpan<byte> data, int start, ref ChunkFacts facts)
    {
        var reader = TypedWalk.ReaderAt(data, start, out var slice);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8) && reader.Read())
                UsageWalk.Read(ref reader, ref facts);
            else if (reader.ValueTextEquals("error"u8) && reader.Read())
                facts.Error ??= ErrorWalk.Read(ref reader, slice);
            else
                reader.Skip();
        }
    }

    private static void ReadResponse(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        var choice = default(ChoiceFacts);
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("output"u8))
            {
                reader.Read();
                ReadOutput(ref reader, data, ref facts, ref choice, text);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                var status = TypedWalk.Next(ref reader);
                choice.FinishReason = status.HasText ? FinishReasons.Intern(status.Raw(data), status.Escaped) : null;
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

    private static void ReadOutput(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, ref ChoiceFacts choice, TextCollector? text)
    {
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
                AddItem(data, start, index, isWhole: true, ref choice, text);
        }
    }

    // In a stream an item begins empty: only that a function was chosen is news. In a document it is the whole of it.
    private static void AddItem(ReadOnlySpan<byte> data, int start, int outputIndex, bool isWhole, ref ChoiceFacts choice, TextCollector? text)
    {
        var reader = TypedWalk.ReaderAt(data, start, out var slice);
        JsonSpan type = default, id = default, name = default, arguments = default;
        var content = -1;
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                type = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("call_id"u8))
                id = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("name"u8))
                name = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("arguments"u8))
                arguments = TypedWalk.Next(ref reader);
            // Of reasoning some servers give the text, others a summary of it.
            else if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("summary"u8))
                content = TypedWalk.Array(ref reader) is var at && at >= 0 ? at : content;
            else
                reader.Skip();
        }

        var word = type.Raw(slice);
        if (word.EndsWith("_call"u8) && name.HasText)
        {
            choice.Generated |= GeneratedKind.ToolCall;
            if (text is null)
                return;
            var call = text.CallOf(choice.Index, outputIndex);
            text.SetToolId(choice.Index, call, id.Decode(slice, TextCollector.MaxNameChars));
            text.SetToolName(choice.Index, call, name.Decode(slice, TextCollector.MaxNameChars));
            if (arguments.HasText)
                text.AppendToolArguments(choice.Index, call, arguments.Raw(slice), arguments.Escaped);
        }
        else if (isWhole && content >= 0)
        {
            PartsWalk.ReadList(slice[content..], word.SequenceEqual("reasoning"u8), ref choice, text);
        }
    }
}
