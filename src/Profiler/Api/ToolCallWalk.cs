using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Reads tool_calls and the older function_call.</summary>
internal static class ToolCallWalk
{
    /// <summary>Reads the array the reader stands on; any entry that is an object proves a generated token.</summary>
    public static void ReadAll(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChoiceFacts choice, TextCollector? text)
    {
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            choice.Generated |= GeneratedKind.ToolCall;
            if (text is null)
                reader.Skip();
            else
                Collect(ref reader, data, choice.Index, position, text);
        }
    }

    /// <summary>Reads a function object: its name and its arguments.</summary>
    public static void ReadFunction(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int choice, int call, TextCollector? text)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var value = JsonSpan.OfString(ref reader);
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            if (member == Member.Name)
                text?.SetToolName(choice, call, value.Decode(data, TextCollector.MaxNameChars));
            else if (member == Member.Arguments && isObject)
                text?.AppendToolArguments(choice, call, data[start..(int)reader.BytesConsumed], escaped: false);
            else if (member == Member.Arguments && value.HasText)
                text?.AppendToolArguments(choice, call, value.Raw(data), value.Escaped);
        }
    }

    private static void Collect(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int choice, int position, TextCollector text)
    {
        JsonSpan id = default;
        var call = position;
        var function = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Index when reader.TokenType == JsonTokenType.Number:
                    call = reader.TryGetInt32(out var index) && index >= 0 ? index : position;
                    break;
                case Member.Id:
                    id = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                // Read after the index is known, wherever that stands.
                case Member.Function when reader.TokenType == JsonTokenType.StartObject:
                    function = (int)reader.TokenStartIndex;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        text.SetToolId(choice, call, id.Decode(data, TextCollector.MaxNameChars));
        if (function < 0)
            return;
        var body = data[function..];
        var functionReader = new Utf8JsonReader(body, ChunkWalk.Options);
        functionReader.Read();
        ReadFunction(ref functionReader, body, choice, call, text);
    }
}
