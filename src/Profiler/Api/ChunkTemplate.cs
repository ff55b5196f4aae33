using System.Buffers;
using System.Text.Unicode;

namespace VllmStream.Profiling.Api;

/// <summary>Answers for a chunk that differs from the one before in its text and its usage counters only, without reading its JSON.</summary>
/// <remarks>
/// The chunks of one stream repeat themselves byte for byte but for the token. So the last chunk that was walked in full is kept
/// with holes where its text and its counters stand; a chunk that is equal outside the holes, and has a plain JSON string and plain
/// integers inside, is known to say what that one said. A wrong shortcut is worse than a slow one: whatever is not certain is
/// no match, and the full walk decides. A mutable struct of the reader of one stream; holds a pooled array between
/// <see cref="Learn"/> and <see cref="Forget"/>.
/// </remarks>
internal struct ChunkTemplate
{
    // Chunks of tokens are a few hundred bytes; one with log probabilities is larger, and never repeats itself.
    private const int MaxBytes = 2048;

    // What ends the plain part of a JSON string: its quote, an escape, or a control character, which is not allowed.
    private static readonly SearchValues<byte> Stops = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(b => (byte)b)]);

    private byte[]? _chunk;
    private int _length;
    private TemplateHoles _holes;
    private ChoiceFacts _choice;
    private GeneratedKind _generated;
    private TokenUsage _usage;
    private bool _hasUsage;
    private bool _isReasoning;

    /// <summary>True when its text is all that was generated: then whoever collects text finds it there.</summary>
    public readonly bool IsText => _generated is GeneratedKind.Content or GeneratedKind.Reasoning or GeneratedKind.Refusal;

    /// <summary>Says what the chunk says; false, with <paramref name="facts"/> untouched, when that needs the full walk.</summary>
    public readonly bool TryRead(ReadOnlySpan<byte> data, ref ChunkFacts facts)
    {
        if (_chunk is null)
            return false;
        var chunk = _chunk.AsSpan(0, _length);
        var usage = _usage;
        int at = 0, from = 0, textStart = 0, textBytes = 0;
        for (var i = 0; i < _holes.Count; i++)
        {
            var hole = _holes[i];
            var literal = chunk[from..hole.Start];
            if (!data[at..].StartsWith(literal))
                return false;
            at += literal.Length;
            from = hole.Start + hole.Length;
            int length;
            if (hole.Kind == HoleKind.Text)
            {
                length = TextLength(data[at..]);
                (textStart, textBytes) = (at, length);
            }
            else
            {
                length = CountLength(data[at..], out var count);
                if (hole.Kind == HoleKind.Prompt)
                    usage.Prompt = count;
                else if (hole.Kind == HoleKind.Completion)
                    usage.Completion = count;
            }
            if (length == 0)
                return false;
            at += length;
        }
        if (!data[at..].SequenceEqual(chunk[from..]))
            return false;

        var text = data.Slice(textStart, textBytes);
        if (!Utf8.IsValid(text))
            return false;
        facts.Reset();
        facts.Kind = ChunkKind.Chunk;
        facts.HasChoices = true;
        facts.Generated = _generated;
        facts.HasUsage = _hasUsage;
        facts.Usage = usage;
        ref var choice = ref facts.AddChoice();
        choice = _choice;
        if (_isReasoning)
            (choice.ReasoningStart, choice.ReasoningBytes) = (textStart, textBytes);
        else
            (choice.TextStart, choice.TextBytes, choice.TextPrefix) = (textStart, textBytes, DeltaWalk.Prefix(text));
        return true;
    }

    /// <summary>Keeps a chunk that was walked in full as the one to compare with, if it can be one.</summary>
    public void Learn(ReadOnlySpan<byte> data, in ChunkFacts facts)
    {
        if (facts is not { Kind: ChunkKind.Chunk, ChoiceCount: 1, NotStrict: false, InvalidUtf8: false } || data.Length > MaxBytes)
            return;
        ref readonly var choice = ref facts.Choice(0);
        var isReasoning = choice.TextBytes == 0;
        var (start, length) = isReasoning ? (choice.ReasoningStart, choice.ReasoningBytes) : (choice.TextStart, choice.TextBytes);
        if (!IsOneString(data, start, length) || (!isReasoning && choice.ReasoningBytes > 0))
            return;
        var holes = default(TemplateHoles);
        holes.Add(new TemplateHole(HoleKind.Text, start, length));
        if (facts.HasUsage && !AddCounters(ref holes, data, facts.Usage))
            return;

        _isReasoning = isReasoning;
        _holes = holes;
        _choice = choice;
        _generated = facts.Generated;
        _hasUsage = facts.HasUsage;
        _usage = facts.Usage;
        if (_chunk is null || _chunk.Length < data.Length)
        {
            Forget();
            _chunk = ArrayPool<byte>.Shared.Rent(data.Length);
        }
        data.CopyTo(_chunk);
        _length = data.Length;
    }

    /// <summary>Forgets the stream, and gives the array back.</summary>
    public void Forget()
    {
        if (_chunk is not null)
            ArrayPool<byte>.Shared.Return(_chunk);
        _chunk = null;
    }

    // The text of a choice may be put together from several members; then what stands between its ends is not one string.
    private static bool IsOneString(ReadOnlySpan<byte> data, int start, int length) =>
        length > 0
        && start > 0 && data[start - 1] == (byte)'"'
        && start + length < data.Length && data[start + length] == (byte)'"'
        && !data.Slice(start, length).ContainsAny(Stops);

    // The three counters of a usage block. False when they stand so that what changes in them could mean something else.
    private static bool AddCounters(ref TemplateHoles holes, ReadOnlySpan<byte> data, in TokenUsage usage) =>
        // An escape may spell a name in another way.
        !data.Contains((byte)'\\')
        && AddCounter(ref holes, data, "prompt_tokens\""u8, HoleKind.Prompt, usage.Prompt)
        && AddCounter(ref holes, data, "completion_tokens\""u8, HoleKind.Completion, usage.Completion)
        && AddCounter(ref holes, data, "total_tokens\""u8, HoleKind.Total, expected: null);

    private static bool AddCounter(ref TemplateHoles holes, ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, HoleKind kind, long? expected)
    {
        var at = data.IndexOf(name);
        if (at < 0)
            return true;
        // A second member of this name, or one that only ends like it: which of them the walk took is not known here.
        var start = at + name.Length;
        if (at == 0 || data[at - 1] != (byte)'"' || data[start..].IndexOf(name) >= 0)
            return false;
        if (start >= data.Length || data[start] != (byte)':')
            return true;
        start++;
        var length = CountLength(data[start..], out var count);
        if (length == 0 || start + length >= data.Length || data[start + length] is not ((byte)',' or (byte)'}'))
            return true;
        // What the walk read under this name, unless it read none: then the number stands for something else, and has to stay.
        if (kind == HoleKind.Total || expected == count)
            holes.Add(new TemplateHole(kind, start, length));
        return true;
    }

    // Length of a JSON string up to its quote; 0 when it is empty or not certainly well-formed.
    private static int TextLength(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (true)
        {
            var stop = rest[length..].IndexOfAny(Stops);
            if (stop < 0)
                return 0;
            length += stop;
            if (rest[length] == (byte)'"')
                return length;
            if (rest[length] != (byte)'\\')
                return 0;
            var escape = EscapeLength(rest[length..]);
            if (escape == 0)
                return 0;
            length += escape;
        }
    }

    // RFC 8259 section 7: \" \\ \/ \b \f \n \r \t, or \u and four hexadecimal digits.
    private static int EscapeLength(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
            return 0;
        if (rest[1] != (byte)'u')
            return "\"\\/bfnrt"u8.Contains(rest[1]) ? 2 : 0;
        return rest.Length >= 6 && char.IsAsciiHexDigit((char)rest[2]) && char.IsAsciiHexDigit((char)rest[3])
            && char.IsAsciiHexDigit((char)rest[4]) && char.IsAsciiHexDigit((char)rest[5])
            ? 6
            : 0;
    }

    // Length of a plain count: digits without a leading zero, few enough for a long. 0 for anything else.
    private static int CountLength(ReadOnlySpan<byte> rest, out long count)
    {
        const int MaxDigits = 18;
        count = 0;
        var length = 0;
        while (length < rest.Length && length <= MaxDigits && rest[length] is >= (byte)'0' and <= (byte)'9')
            count = (count * 10) + rest[length++] - '0';
        return length > MaxDigits || (length > 1 && rest[0] == (byte)'0') ? 0 : length;
    }
}
