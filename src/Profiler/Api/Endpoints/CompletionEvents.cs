using System.Buffers;
using System.Text.Unicode;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>Reads the events and documents of chat and completions: sorts out what is no chunk, then walks the JSON.</summary>
internal static class CompletionEvents
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>Reads the data of one event.</summary>
    public static void Read(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data, ref ChunkFacts facts, TextCollector? text)
    {
        var isPlain = eventType.IsEmpty;
        if (isPlain && (text is null || facts.Template.IsText) && facts.Template.TryRead(data, ref facts))
        {
            if (text is not null)
                Collect(facts.Choice(0), data, text);
            return;
        }
        facts.Reset();
        var isError = eventType.SequenceEqual("error"u8);
        // [DONE] comes with blanks and a CR around it as well.
        var trimmed = data.Trim(Blanks);
        if (trimmed.IsEmpty)
        {
            facts.Kind = isError ? ChunkKind.Error : ChunkKind.Heartbeat;
            facts.Error = isError ? new ApiError(Message: null, Type: null, Code: null) : null;
            return;
        }

        if (trimmed[0] == (byte)'[' && trimmed.SequenceEqual("[DONE]"u8))
        {
            facts.Kind = ChunkKind.Done;
            return;
        }

        Walk(data, isError, ref facts, text);
        if (isPlain)
            facts.Template.Learn(data, facts);
        if (facts.Kind != ChunkKind.Malformed || !isError)
            return;
        // An event of type error may hold plain text: then that is the message.
        facts.Kind = ChunkKind.Error;
        facts.NotStrict = true;
        facts.Error = new ApiError(JsonText.Decode(trimmed, escaped: false, ErrorWalk.MaxChars), Type: null, Code: null);
    }

    // What a template knows is one string, of one channel.
    private static void Collect(in ChoiceFacts choice, ReadOnlySpan<byte> data, TextCollector text)
    {
        var raw = choice.TextBytes > 0 ? data.Slice(choice.TextStart, choice.TextBytes) : data.Slice(choice.ReasoningStart, choice.ReasoningBytes);
        if (choice.TextBytes > 0)
            text.AppendText(choice.Index, raw, raw.Contains((byte)'\\'));
        else
            text.AppendReasoning(choice.Index, raw, raw.Contains((byte)'\\'));
    }

    /// <summary>Reads a whole answer that was not streamed.</summary>
    public static void ReadDocument(ReadOnlySpan<byte> json, ref ChunkFacts facts, TextCollector? text)
    {
        facts.Reset();
        Walk(json, isError: false, ref facts, text);
    }

    private static void Walk(ReadOnlySpan<byte> data, bool isError, ref ChunkFacts facts, TextCollector? text)
    {
        if (!ChunkWalk.TryRead(data, isError, ref facts, text: null))
        {
            ReadLenient(data, isError, ref facts, text);
        }
        else if (text is not null)
        {
            // Text is collected by a second walk: the first one has to reach the end before a word of it may count.
            facts.Reset();
            ChunkWalk.TryRead(data, isError, ref facts, text);
        }

        facts.InvalidUtf8 = !Utf8.IsValid(data);
    }

    // Python's json.dumps writes NaN and Infinity (log probabilities), which no JSON reader takes. Read them as 0 and say so.
    private static void ReadLenient(ReadOnlySpan<byte> data, bool isError, ref ChunkFacts facts, TextCollector? text)
    {
        facts.Kind = ChunkKind.Malformed;
        if (data.IndexOf("NaN"u8) < 0 && data.IndexOf("Infinity"u8) < 0)
            return;
        var copy = ArrayPool<byte>.Shared.Rent(data.Length);
        data.CopyTo(copy);
        var patched = copy.AsSpan(0, data.Length);
        NonFinite.BlankOut(patched);
        if (ChunkWalk.TryRead(patched, isError, ref facts, text: null))
        {
            facts.Reset();
            ChunkWalk.TryRead(patched, isError, ref facts, text);
            facts.NotStrict = true;
        }
        else
        {
            facts.Kind = ChunkKind.Malformed;
        }

        ArrayPool<byte>.Shared.Return(copy);
    }
}
