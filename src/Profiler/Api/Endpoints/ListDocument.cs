using System.Buffers.Text;
using System.Text.Json;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>Reads a document that is a list: vectors, scores, ranked documents, models.</summary>
internal static class ListDocument
{
    private const int BytesOfSingle = 4;

    /// <summary>Reads the whole answer: how many entries, how long the first vector is, and the usage.</summary>
    public static void Read(ReadOnlySpan<byte> json, ref ChunkFacts facts)
    {
        facts.Reset();
        TypedWalk.Read(json, ref facts, text: null, ReadTop);
    }

    private static void ReadTop(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        JsonSpan kind = default, message = default;
        while (TypedWalk.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("results"u8))
                ReadItems(ref reader, ref facts);
            else if (reader.ValueTextEquals("usage"u8))
                ReadUsage(ref reader, data, ref facts);
            else if (reader.ValueTextEquals("error"u8) && reader.Read())
                facts.Error ??= ErrorWalk.Read(ref reader, data);
            else if (reader.ValueTextEquals("object"u8))
                kind = TypedWalk.Next(ref reader);
            else if (reader.ValueTextEquals("message"u8))
                message = TypedWalk.Next(ref reader);
            else
                reader.Skip();
        }

        if (kind.Raw(data).SequenceEqual("error"u8))
            facts.Error ??= new ApiError(message.Decode(data, ErrorWalk.MaxChars), Type: null, Code: null);
        if (facts.Error is not null)
            facts.Kind = ChunkKind.Error;
        else if (facts.Items is not null)
            facts.Kind = ChunkKind.Chunk;
    }

    private static void ReadItems(ref Utf8JsonReader reader, ref ChunkFacts facts)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count == 0 && reader.TokenType == JsonTokenType.StartObject)
                ReadFirst(ref reader, ref facts);
            else
                reader.Skip();
        }
        facts.Items = count;
    }

    private static void ReadFirst(ref Utf8JsonReader reader, ref ChunkFacts facts)
    {
        while (TypedWalk.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("embedding"u8))
            {
                reader.Skip();
                continue;
            }
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
                facts.Dimensions = Count(ref reader);
            // encoding_format base64: the numbers as 32-bit floats.
            else if (reader.TokenType == JsonTokenType.String)
                facts.Dimensions = Base64.IsValid(reader.ValueSpan, out var bytes) ? bytes / BytesOfSingle : null;
            else
                reader.Skip();
        }
    }

    private static int Count(ref Utf8JsonReader reader)
    {
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            reader.Skip();
        return count;
    }

    // Rerank and some embedding servers tell the total only, and nothing was generated: it is the prompt's.
    private static void ReadUsage(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        UsageWalk.Read(ref reader, ref facts);
        // completion_tokens is 0 where a server fills it in.
        facts.Usage.Completion = null;
        if (facts.Usage.Prompt is null && isObject)
        {
            var usage = TypedWalk.ReaderAt(data, start, out _);
            while (TypedWalk.NextMember(ref usage))
            {
                if (usage.ValueTextEquals("total_tokens"u8) && usage.Read() && usage.TokenType == JsonTokenType.Number && usage.TryGetInt64(out var total))
                    facts.Usage.Prompt = total;
                else
                    usage.Skip();
            }
        }
        facts.HasUsage = facts.Usage.HasNumbers;
    }
}
