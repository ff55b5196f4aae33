namespace VllmStream.Sse;

/// <summary>Represents one event: views of the reader's input and buffers, nothing of its own.</summary>
/// <remarks>
/// Valid until the next call of the reader that handed it out, or until the input's memory is reused; copy what must live longer.
/// All bytes are as the body holds them, so text may be invalid UTF-8: decode with replacement.
/// </remarks>
public readonly ref struct SseEvent
{
    internal SseEvent(SseEventKind kind, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, int dataLineCount, long endOffset)
    {
        Kind = kind;
        Type = type;
        Data = data;
        DataLineCount = dataLineCount;
        EndOffset = endOffset;
    }

    /// <summary>Gets why the event was handed out; users who want exactly WHATWG take <see cref="SseEventKind.Dispatched"/> only.</summary>
    public SseEventKind Kind { get; }

    /// <summary>Gets whether the body ended before the blank line of this event.</summary>
    public bool IsUnterminated => Kind == SseEventKind.Unterminated;

    /// <summary>Gets the event type; empty means <c>message</c>.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>Gets the data, its lines joined by LF, without a trailing LF; always contiguous.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Gets the number of <c>data</c> lines, at least 1; 1 for an <c>error</c> field, too.</summary>
    public int DataLineCount { get; }

    /// <summary>
    /// Gets the number of body bytes up to and including the one that completed the event: the first byte (CR or LF) of its blank line's
    /// end, or of its own line's end for an <c>error</c> field, or the length of the body for an unterminated event.
    /// </summary>
    public long EndOffset { get; }
}
