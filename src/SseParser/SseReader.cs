using System.Buffers;
using System.Runtime.InteropServices;

namespace VllmStream.Sse;

/// <summary>Reads Server-Sent Events out of the bytes of a response body, however they were cut into reads.</summary>
/// <remarks>
/// <para>
/// A mutable struct: keep it in a field or a local, pass it by <c>ref</c>, never copy it. One reader per body, used by one thread at a time.
/// <see cref="Dispose"/> gives its buffers back to the pool; only bodies with ids, types, several data lines or torn lines need any.
/// </para>
/// <para>
/// The caller keeps the bytes. Every call gets the bytes that the last call left in <c>input</c>, followed by those that arrived since;
/// the reader remembers how far it has looked, so no byte is searched twice. In which segments they come may change from call to call.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public partial struct SseReader : IDisposable
{
    /// <summary>The limit of an event's size when none is given: far above any token, far below what hurts a client.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    // 0 in a default(SseReader), which must work as well.
    private readonly int _maxEventBytes;

    // Body bytes that came before the input's first byte.
    private long _offset;

    // True while the input's first byte starts a line, no block is open and nothing of the input was searched: the fast path may run.
    private bool _isFresh;

    // The last line ended in CR: if the next byte is LF, it belongs to that end. Kept between calls, because waiting for it delays the event.
    private bool _skipLf;

    // The byte order mark was either passed or is not there.
    private bool _isPastStart;

    // Complete has handed out what there was.
    private bool _isCompleted;

    /// <summary>Creates a reader at the start of a body.</summary>
    /// <param name="maxEventBytes">See <see cref="MaxEventBytes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public SseReader(int maxEventBytes = DefaultMaxEventBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEventBytes);
        _maxEventBytes = maxEventBytes;
    }

    /// <summary>Gets the most bytes that the field lines of one event may have together, names and one byte per line end included.</summary>
    /// <remarks>Comments and unknown lines do not count. An <c>error</c> field is measured on its own.</remarks>
    public readonly int MaxEventBytes => _maxEventBytes == 0 ? DefaultMaxEventBytes : _maxEventBytes;

    /// <summary>Gets the number of comment lines that have ended.</summary>
    public long CommentCount { get; private set; }

    /// <summary>Gets the number of ended lines that are neither a comment nor a field of the standard nor an <c>error</c> field.</summary>
    public long UnknownLineCount { get; private set; }

    /// <summary>Gets the number of blocks that named an event type but had no data line; WHATWG dispatches nothing for them.</summary>
    public long EventsWithoutData { get; private set; }

    /// <summary>Gets the newest <c>retry</c> value; null if there was none. Values beyond 63 bits become <see cref="long.MaxValue"/>.</summary>
    public long? RetryMilliseconds { get; private set; }

    /// <summary>Gets the last event ID as of the event handed out last; empty if there was none. Valid until the next call.</summary>
    public readonly ReadOnlySpan<byte> LastEventId => _lastEventId.Span;

    /// <summary>Gets the line that the body ended in, once <see cref="Complete"/> was called.</summary>
    public SsePartialLine PartialLine { get; private set; }

    /// <summary>Reads the next event.</summary>
    /// <param name="input">
    /// The bytes that are left. On true they are cut to just after the byte that completed the event. On false they are cut to the first
    /// byte of the block that is still open, or to their end if none is: no byte of an event is taken before the event is out. Lines
    /// without an event (blank lines, comments, unknown fields, the byte order mark) are taken, and so is the part that has arrived of a
    /// comment or unknown line. If such a line is inside an open block, everything up to it is taken, and the reader carries the block's
    /// earlier lines itself. An <c>error</c> field inside a block does the same.
    /// </param>
    /// <param name="sseEvent">The event, valid until the next call.</param>
    /// <returns>False if the next event is not complete yet.</returns>
    /// <exception cref="SseEventTooLargeException">An event has outgrown <see cref="MaxEventBytes"/>; the reader is of no more use.</exception>
    public bool TryRead(scoped ref ReadOnlySequence<byte> input, out SseEvent sseEvent)
    {
        if (_isFresh && TryReadOneLineEvent(input.FirstSpan, out int consumed, out sseEvent))
        {
            input = input.Slice(consumed);
            return true;
        }

        return TryReadLines(ref input, out sseEvent);
    }

    /// <inheritdoc cref="TryRead(ref ReadOnlySequence{byte}, out SseEvent)"/>
    public bool TryRead(scoped ref ReadOnlyMemory<byte> input, out SseEvent sseEvent)
    {
        if (_isFresh && TryReadOneLineEvent(input.Span, out int consumed, out sseEvent))
        {
            input = input.Slice(consumed);
            return true;
        }

        ReadOnlySequence<byte> sequence = new(input);
        bool found = TryReadLines(ref sequence, out sseEvent);
        input = input.Slice(input.Length - (int)sequence.Length);
        return found;
    }

    /// <summary>Hands out what is left at the end of the body: first events, as <see cref="TryRead(ref ReadOnlySequence{byte}, out SseEvent)"/> does, then the tail.</summary>
    /// <param name="input">The bytes that are left; cut to their end on false.</param>
    /// <param name="sseEvent">
    /// The event; <see cref="SseEventKind.Unterminated"/> if the body ended before its blank line. Its data are those of the open block's
    /// data lines, the last of which may be cut anywhere after its colon. Whether that counts is the caller's to decide.
    /// </param>
    /// <returns>False if nothing (more) is left: call it in a loop, or once after the last false of TryRead.</returns>
    /// <remarks>
    /// WHATWG drops an unterminated event: who wants that does not call this method. A cut comment, field name, <c>event</c>, <c>id</c>,
    /// <c>retry</c> or <c>error</c> line gives nothing; <see cref="PartialLine"/> tells of it. An id in an open block is not taken over.
    /// </remarks>
    /// <exception cref="SseEventTooLargeException">As TryRead.</exception>
    public bool Complete(scoped ref ReadOnlySequence<byte> input, out SseEvent sseEvent)
    {
        if (_isCompleted)
        {
            sseEvent = default;
            return false;
        }

        return TryRead(ref input, out sseEvent) || TryReadTail(ref input, out sseEvent);
    }

    /// <summary>Prepares the reader for another body; counters, id and retry start anew, buffers are kept.</summary>
    public void Reset()
    {
        _offset = 0;
        _isFresh = _skipLf = _isPastStart = _isCompleted = false;
        CommentCount = UnknownLineCount = EventsWithoutData = 0;
        RetryMilliseconds = null;
        PartialLine = SsePartialLine.None;
        _lastEventId.Clear();
        _lineStart = _searched = 0;
        _dropping = LineKind.Undecided;
        ResetBlock();
    }

    /// <summary>Gives the buffers back; events and ids handed out before are no longer valid.</summary>
    public void Dispose()
    {
        Reset();
        _joined.Return();
        _type.Return();
        _blockId.Return();
        _lastEventId.Return();
        _torn.Return();
    }

    // The event of nearly every LLM stream, "data:" [space] value end end, whole in one span. False leaves it to TryReadLines, and
    // passes on how far the search got.
    private bool TryReadOneLineEvent(ReadOnlySpan<byte> span, out int consumed, out SseEvent sseEvent)
    {
        const int NameBytes = 5;
        int line = _skipLf && !span.IsEmpty && span[0] == Lf ? 1 : 0;
        int value = line + NameBytes;
        if (span.Length > value && span.Slice(line).StartsWith("data:"u8))
        {
            if (span[value] == (byte)' ')
                value++;
            int length = span.Slice(value).IndexOfAny(Cr, Lf);
            int end = length < 0 ? span.Length : value + length;
            int blank = end + 1;
            if (blank < span.Length && span[end] == Cr && span[blank] == Lf)
                blank++;
            if (blank < span.Length && span[blank] is Lf or Cr)
            {
                if (end + 1 - line > MaxEventBytes)
                    ThrowTooLarge(end + 1 - line);
                consumed = blank + 1;
                _offset += consumed;
                _skipLf = span[blank] == Cr;
                sseEvent = new SseEvent(SseEventKind.Dispatched, default, span.Slice(value, length), 1, _offset);
                return true;
            }

            _isFresh = _skipLf = false;
            _lineStart = line;
            _searched = end;
        }

        consumed = 0;
        sseEvent = default;
        return false;
    }
}
