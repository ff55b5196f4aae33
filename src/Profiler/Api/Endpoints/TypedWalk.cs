using System.Text.Json;
using System.Text.Unicode;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>What the event readers of the typed APIs (Responses, Messages) have in common.</summary>
internal static class TypedWalk
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>Sorts out what is no typed event: keep-alives, and the end marker that gateways add of their own accord.</summary>
    /// <returns>True when there is nothing more to read.</returns>
    public static bool IsNoDocument(ReadOnlySpan<byte> data, ref ChunkFacts facts)
    {
        facts.Reset();
        var trimmed = data.Trim(Blanks);
        if (trimmed.IsEmpty)
            facts.Kind = ChunkKind.Heartbeat;
        else if (trimmed.SequenceEqual("[DONE]"u8))
            facts.Kind = ChunkKind.Done;
        else
            return false;
        return true;
    }

    /// <summary>Walks a document twice where text is collected: it has to be whole before a word of it may count.</summary>
    public static void Read(ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text, Walk walk)
    {
        if (!TryWalk(data, ref facts, text: null, walk))
        {
            facts.Reset();
            facts.Kind = ChunkKind.Malformed;
        }
        else if (text is not null)
        {
            facts.Reset();
            TryWalk(data, ref facts, text, walk);
        }
        facts.InvalidUtf8 = !Utf8.IsValid(data);
    }

    /// <summary>Goes to the next member of the object the reader is in.</summary>
    /// <returns>False at its end.</returns>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Makes sure the event counts as a chunk of the one choice that these APIs have.</summary>
    public static void Close(ref ChunkFacts facts, in ChoiceFacts choice)
    {
        if (facts.Error is not null)
            facts.Kind = ChunkKind.Error;
        else if (facts.HasUsage || choice.Generated != GeneratedKind.None || choice.FinishReason is not null || choice.HasRole || facts.HasChoices)
            facts.Kind = ChunkKind.Chunk;
        if (choice.Generated == GeneratedKind.None && choice.FinishReason is null && !choice.HasRole)
            return;
        facts.AddChoice() = choice;
        facts.Generated = choice.Generated;
        facts.HasChoices = true;
    }

    /// <summary>The value of the member the reader stands on, where it is a string or a number; nothing else is.</summary>
    public static JsonSpan Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        var span = JsonSpan.OfScalar(ref reader);
        reader.Skip();
        return span;
    }

    /// <summary>The index that is the value of the member the reader stands on; -1 where it is none.</summary>
    public static int Index(ref Utf8JsonReader reader)
    {
        reader.Read();
        var index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var whole) ? whole : -1;
        reader.Skip();
        return index;
    }

    /// <summary>Where the object begins that is the value of the member the reader stands on; -1 where it is none.</summary>
    public static int Object(ref Utf8JsonReader reader)
    {
        reader.Read();
        return StartHere(JsonTokenType.StartObject, ref reader);
    }

    /// <summary>Where the array begins that is the value of the member the reader stands on; -1 where it is none.</summary>
    public static int Array(ref Utf8JsonReader reader)
    {
        reader.Read();
        return StartHere(JsonTokenType.StartArray, ref reader);
    }

    /// <summary>Where the value begins that the reader stands on, and goes to its end; -1 where it is of another kind.</summary>
    public static int StartHere(JsonTokenType token, ref Utf8JsonReader reader)
    {
        var start = reader.TokenType == token ? (int)reader.TokenStartIndex : -1;
        reader.Skip();
        return start;
    }

    /// <summary>A reader on the value that begins there; what it finds counts from the start of the slice.</summary>
    public static Utf8JsonReader ReaderAt(ReadOnlySpan<byte> data, int start, out ReadOnlySpan<byte> slice)
    {
        slice = data[start..];
        var reader = new Utf8JsonReader(slice, ChunkWalk.Options);
        reader.Read();
        return reader;
    }

    private static bool TryWalk(ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text, Walk walk)
    {
        try
        {
            var reader = new Utf8JsonReader(data, ChunkWalk.Options);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                walk(ref reader, data, ref facts, text);
            else
                reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the members of the object the reader stands on.</summary>
    internal delegate void Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text);
}
