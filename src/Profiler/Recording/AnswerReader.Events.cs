using VllmStream.Profiling.Api;
using VllmStream.Sse;

namespace VllmStream.Profiling.Recording;

// What each event means for the answer.
public sealed partial class AnswerReader
{
    private void OnEvent(in SseEvent sseEvent, long arrivedTicks, ref RequestMarks marks)
    {
        if (sseEvent.Kind == SseEventKind.ErrorField)
        {
            // Counts even after the end marker: inside an open block nobody can say which of the two was first.
            _errorFields++;
            _endpoint.ReadEvent("error"u8, sseEvent.Data, ref _facts, text: null);
            _error ??= _facts.Error;
            return;
        }

        var counted = CloseBlock();
        if (counted > 0 || (sseEvent.DataLineCount > 1 && EventLines.AreSeparate(sseEvent.Data)))
            OnLines(EventLines.Skip(sseEvent.Data, counted), arrivedTicks, ref marks);
        else
            OnData(sseEvent.Type, sseEvent.Data, arrivedTicks, ref marks);
    }

    private void OnData(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, long arrivedTicks, ref RequestMarks marks)
    {
        // Nothing after the end counts, its text neither.
        var isOver = AnswerComplete;
        _endpoint.ReadEvent(type, data, ref _facts, isOver ? null : _text);
        if (_facts.Kind == ChunkKind.Heartbeat)
        {
            _heartbeats++;
            return;
        }

        _events++;
        if (marks.FirstEvent == 0)
            marks.FirstEvent = arrivedTicks;
        // Gateways put [DONE] behind the end of every stream, whatever its API.
        if (isOver && (_facts.Kind != ChunkKind.Done || _doneCount > 0))
            _eventsAfterDone++;
        if (_facts.Kind == ChunkKind.Done)
            _doneCount++;
        else if (!isOver)
            OnFacts(arrivedTicks, ref marks);
    }

    private void OnFacts(long arrivedTicks, ref RequestMarks marks)
    {
        if (_facts.NotStrict)
            _warnings |= StreamWarnings.MalformedEvent;
        if (_facts.InvalidUtf8)
            _warnings |= StreamWarnings.InvalidUtf8;
        _isEnded = _facts.EndsStream;
        switch (_facts.Kind)
        {
            case ChunkKind.Chunk:
                if (_chunks++ == 0)
                    _roleFirst = _facts.RoleOnly;
                _tally.Add(_facts, arrivedTicks, ref marks);
                break;
            case ChunkKind.Error:
                _chunks++;
                // The first error is the cause; later ones are its echo.
                _error ??= _facts.Error;
                _tally.Add(_facts, arrivedTicks, ref marks);
                break;
            case ChunkKind.Malformed:
                _malformed++;
                _warnings |= StreamWarnings.MalformedEvent;
                break;
            default:
                _others++;
                break;
        }
    }

    // Events separated by one line end: each line is one.
    private void OnLines(ReadOnlySpan<byte> data, long arrivedTicks, ref RequestMarks marks)
    {
        while (EventLines.TryNext(ref data, out var line))
        {
            _splitEvents++;
            OnData(default, line, arrivedTicks, ref marks);
        }
    }

    // The tail rule: what the body's end left open counts when it is whole in itself, for a gateway may close without the blank line.
    private void OnTail(in SseEvent sseEvent, ref RequestMarks marks)
    {
        var counted = CloseBlock();
        var data = sseEvent.Data;
        if (counted == 0 && !EventLines.AreSeparate(data))
        {
            OnTailData(sseEvent.Type, data, ref marks);
            return;
        }

        _warnings |= StreamWarnings.UnterminatedEvent;
        data = EventLines.Skip(data, counted);
        while (EventLines.TryNext(ref data, out var line))
        {
            _splitEvents++;
            if (data.IsEmpty)
                OnTailData(default, line, ref marks);
            else
                OnData(default, line, _lastTicks, ref marks);
        }
    }

    private void OnTailData(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref RequestMarks marks)
    {
        if (!EventLines.IsWhole(data))
        {
            _hasPartialTail = true;
            return;
        }

        _warnings |= StreamWarnings.UnterminatedEvent;
        OnData(type, data, _lastTicks, ref marks);
    }

    // Ends the look into the block that was open, and tells how many of its data lines have been counted.
    private int CloseBlock()
    {
        var counted = _open.Lines;
        _open = new OpenBlock(StrangeLines);
        return counted;
    }

    private long StrangeLines => _sse.CommentCount + _sse.UnknownLineCount + _errorFields;
}
