using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>The full walk over the JSON of one event or one whole answer of chat or completions.</summary>
/// <remarks>
/// Goes over every token once with Utf8JsonReader, builds no tree and, without text to collect, allocates nothing.
/// It is the judge of what a chunk says: a shortcut in front of it may only answer what this would have answered.
/// Both APIs share it because their chunks differ only in where a choice keeps its text.
/// </remarks>
internal static class ChunkWalk
{
    // Utf8JsonReader's own limit of 64 is met by tool schemas; up to here it needs 32 bytes of bits, beyond is an attack.
    private const int MaxDepth = 256;

    /// <summary>How every reader of answers is set up.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Walks the document; false, with the facts reset, when it is not exactly one JSON document.</summary>
    /// <param name="isError">True when something outside the JSON (the event type) says that it is an error.</param>
    public static bool TryRead(ReadOnlySpan<byte> data, bool isError, ref ChunkFacts facts, TextCollector? text)
    {
        try
        {
            var reader = new Utf8JsonReader(data, Options);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadTop(ref reader, data, isError, ref facts, text);
            else
                reader.Skip();

            // Throws when something follows the document.
            return !reader.Read();
        }
        catch (JsonException)
        {
            facts.Reset();
            return false;
        }
    }

    /// <summary>True when the data is exactly one JSON document.</summary>
    public static bool IsDocument(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, Options);
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void ReadTop(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, bool isError, ref ChunkFacts facts, TextCollector? text)
    {
        JsonSpan message = default, type = default, code = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Choices:
                    ChoiceWalk.ReadAll(ref reader, data, ref facts, text);
                    break;
                case Member.Usage:
                    UsageWalk.Read(ref reader, ref facts);
                    break;
                case Member.Error:
                    facts.Error ??= ErrorWalk.Read(ref reader, data);
                    break;
                // {"object":"error",...} of older vLLM, {"type":"error",...} of others: the members stand on the top floor, in any order.
                case Member.Object:
                    isError |= IsErrorWord(ref reader);
                    reader.Skip();
                    break;
                case Member.Type:
                    isError |= IsErrorWord(ref reader);
                    type = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                case Member.Message or Member.Detail:
                    message = JsonSpan.OfString(ref reader);
                    reader.Skip();
                    break;
                case Member.Code:
                    code = JsonSpan.OfScalar(ref reader);
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (isError)
            facts.Error ??= Flat(data, message, type, code);
        if (facts.Error is not null)
            facts.Kind = ChunkKind.Error;
        else if (facts.HasChoices || facts.HasUsage)
            facts.Kind = ChunkKind.Chunk;
    }

    private static bool IsErrorWord(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("error"u8);

    private static ApiError Flat(ReadOnlySpan<byte> data, JsonSpan message, JsonSpan type, JsonSpan code)
        => new(
            message.Decode(data, ErrorWalk.MaxChars) ?? JsonText.Decode(data, escaped: false, ErrorWalk.MaxChars),
            type.Decode(data, ErrorWalk.MaxChars),
            code.Decode(data, ErrorWalk.MaxChars));
}
