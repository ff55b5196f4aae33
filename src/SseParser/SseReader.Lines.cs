using System.Buffers;

namespace VllmStream.Sse;

// The general way through the input, line by line over any segments. Offsets are relative to the input of the call; between calls,
// to the input that the next call must present.
public partial struct SseReader
{
    // Where the unfinished line starts; all lines before it are accounted for.
    private long _lineStart;

    // Up to where the unfinished line was searched for its end; without it a long line in small reads would cost quadratic time.
    private long _searched;

    // Comment or Unknown while the beginning of such a line has been let go: what comes up to the line's end goes the same way.
    private LineKind _dropping;

    // The line under work when it is torn between segments.
    private PooledBytes _torn;

    private bool TryReadLines(scoped ref ReadOnlySequence<byte> input, out SseEvent sseEvent)
    {
        sseEvent = default;
        // The usual second call of a read that held one event.
        if (input.IsEmpty)
            return false;
        if (!_isPastStart && !PassByteOrderMark(ref input))
            return false;
        if (!_isBlockOpen)
            _joined.ReturnIfLarger(KeptCapacity);

        Span<byte> headBuffer = stackalloc byte[FieldLine.HeadBytes];
        SegmentCursor cursor = new(input);
        long line = _lineStart;
        long searched = Math.Max(line, _searched);
        // Everything before this offset may be taken.
        long free = _isBlockOpen ? 0 : line;

        while (true)
        {
            if (searched >= cursor.Start + cursor.Span.Length)
            {
                if (cursor.MoveNext(input))
                    continue;
                break;
            }

            ReadOnlySpan<byte> rest = cursor.Span.Slice((int)(searched - cursor.Start));
            if (_skipLf)
            {
                _skipLf = false;
                if (rest[0] == Lf)
                {
                    searched = ++line;
                    if (!_isBlockOpen)
                        free = line;
                    continue;
                }
            }

            int length = rest.IndexOfAny(Cr, Lf);
            if (length < 0)
            {
                searched += rest.Length;
                continue;
            }

            long end = searched + length;
            long next = end + 1;
            _skipLf = rest[length] == Cr;
            if (_dropping != LineKind.Undecided)
            {
                CountLine(_dropping);
                _dropping = LineKind.Undecided;
                free = next;
            }
            else if (end == line)
            {
                if (CloseBlock())
                {
                    ReadOnlySpan<byte> data = DataOf(input);
                    sseEvent = new SseEvent(SseEventKind.Dispatched, _type.Span, data, _dataLineCount, _offset + next);
                    ResetBlock();
                    Take(ref input, next);
                    return true;
                }

                ResetBlock();
                free = next;
            }
            else
            {
                bool isTorn = line < cursor.Start;
                ReadOnlySpan<byte> text = isTorn ? default : cursor.Span.Slice((int)(line - cursor.Start), (int)(end - line));
                LineKind kind = FieldLine.Classify(isTorn ? Head(input, line, end, headBuffer) : text, ended: true, out int valueStart);
                switch (kind)
                {
                    case LineKind.Data:
                        Grow(next - line);
                        AddData(input, line + valueStart, (int)(end - line) - valueStart, isTorn);
                        break;
                    case LineKind.Comment or LineKind.Unknown:
                        CountLine(kind);
                        JoinData(input);
                        free = next;
                        break;
                    case LineKind.Error:
                        CheckSize(next - line);
                        JoinData(input);
                        ReadOnlySpan<byte> error = Contiguous(input, line + valueStart, end, ref _torn);
                        sseEvent = new SseEvent(SseEventKind.ErrorField, default, error, 1, _offset + next);
                        Take(ref input, next);
                        return true;
                    default:
                        Grow(next - line);
                        SetField(kind, isTorn ? Contiguous(input, line + valueStart, end, ref _torn) : text.Slice(valueStart));
                        break;
                }
            }

            line = searched = next;
        }

        Suspend(ref input, line, free, headBuffer);
        return false;
    }

    // EF BB BF, once, at the very start. False while the bytes so far are a beginning of it.
    private bool PassByteOrderMark(scoped ref ReadOnlySequence<byte> input)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        ReadOnlySpan<byte> head = Head(input, 0, input.Length, stackalloc byte[FieldLine.HeadBytes]);
        if (head.StartsWith(mark))
        {
            input = input.Slice(mark.Length);
            _offset = mark.Length;
        }
        else if (mark.StartsWith(head))
        {
            return false;
        }

        _isPastStart = true;
        return true;
    }

    // No more line ends in the input: remember where things are and let go of what belongs to no event.
    private void Suspend(scoped ref ReadOnlySequence<byte> input, long line, long free, Span<byte> headBuffer)
    {
        long length = input.Length;
        if (_dropping == LineKind.Undecided && line < length)
        {
            LineKind kind = FieldLine.Classify(Head(input, line, length, headBuffer), ended: false, out _);
            if (kind is LineKind.Comment or LineKind.Unknown)
            {
                JoinData(input);
                _dropping = kind;
            }
            else if (kind != LineKind.Undecided)
            {
                CheckSize(length - line + (kind == LineKind.Error ? 0 : _blockBytes));
            }
        }

        if (_dropping != LineKind.Undecided)
            line = free = length;
        Take(ref input, free);
        _lineStart = line - free;
        _searched = length - free;
        _dataStart -= free;
        _isFresh = !_isBlockOpen && _searched == 0 && _dropping == LineKind.Undecided;
    }

    private bool TryReadTail(scoped ref ReadOnlySequence<byte> input, out SseEvent sseEvent)
    {
        long length = input.Length;
        LineKind kind = _dropping;
        bool isCut = kind != LineKind.Undecided || _lineStart < length;
        if (_lineStart < length && kind == LineKind.Undecided)
        {
            ReadOnlySpan<byte> head = Head(input, _lineStart, length, stackalloc byte[FieldLine.HeadBytes]);
            kind = FieldLine.Classify(head, ended: false, out int valueStart);
            if (kind == LineKind.Data)
                AddData(input, _lineStart + valueStart, (int)(length - _lineStart) - valueStart, isTorn: !input.IsSingleSegment);
        }

        PartialLine = !isCut ? SsePartialLine.None
            : kind == LineKind.Comment ? SsePartialLine.Comment
            : kind == LineKind.Data ? SsePartialLine.Data
            : SsePartialLine.Other;

        bool found = _dataLineCount > 0;
        sseEvent = found
            ? new SseEvent(SseEventKind.Unterminated, _type.Span, DataOf(input), _dataLineCount, _offset + length)
            : default;
        ResetBlock();
        Take(ref input, length);
        _isFresh = false;
        _isCompleted = true;
        return found;
    }

    // After it, the input starts at a line's first byte (or its LF half), and nothing of it was searched.
    private void Take(scoped ref ReadOnlySequence<byte> input, long count)
    {
        if (count > 0)
            input = input.Slice(count);
        _offset += count;
        _lineStart = _searched = 0;
        _isFresh = !_isBlockOpen;
    }

    private void CountLine(LineKind kind)
    {
        if (kind == LineKind.Comment)
            CommentCount++;
        else
            UnknownLineCount++;
    }

    private static ReadOnlySpan<byte> Head(scoped in ReadOnlySequence<byte> input, long start, long end, Span<byte> buffer)
    {
        int length = (int)Math.Min(buffer.Length, end - start);
        ReadOnlySpan<byte> first = input.FirstSpan;
        if (start + length <= first.Length)
            return first.Slice((int)start, length);
        input.Slice(start, length).CopyTo(buffer);
        return buffer.Slice(0, length);
    }
}
