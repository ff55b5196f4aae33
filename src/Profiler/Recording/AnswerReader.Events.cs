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
            _errorFields++;
            if (_doneCount == 0)
            {
                _endpoint.ReadEvent("error"u8, sseEvent.DataSpan, ref _facts, text: null);
                SetError(_facts.Error);
            }

            return;
        }

        var counted = _open.Lines;
        _open = default;
        if (counted > 0)
            OnLines(EventLines.Skip(sseEvent.DataSpan, counted), arrivedTicks, ref marks);
        else
            OnData(sseEvent.Type, sseEvent.DataSpan, arrivedTicks, ref marks);
    }

    private void OnData(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, long arrivedTicks, ref RequestMarks marks)
    {
        // Nothing after the end marker counts, its text neither.
        _endpoint.ReadEvent(type, data, ref _facts, _doneCount == 0 ? _text : null);
        if (_facts.Kind == ChunkKind.Malformed && EventLines.AreWhole(data, exceptLast: false))
        {
            OnLines(data, arrivedTicks, ref marks);
            return;
        }

        if (_facts.Kind == ChunkKind.Heartbeat)
        {
            _heartbeats++;
            return;
        }

        _events++;
        if (marks.FirstEvent == 0)
            marks.FirstEvent = arrivedTicks;
        if (_doneCount > 0)
            _eventsAfterDone++;
        if (_facts.Kind == ChunkKind.Done)
            _doneCount++;
        else if (_doneCount == 0)
            OnFacts(arrivedTicks, ref marks);
    }

    private void OnFacts(long arrivedTicks, ref RequestMarks marks)
    {
        if (_facts.NotStrict)
            _warnings |= StreamWarnings.MalformedEvent;
        if (_facts.InvalidUtf8)
            _warnings |= StreamWarnings.InvalidUtf8;
        switch (_facts.Kind)
        {
            case ChunkKind.Chunk:
                if (_chunks++ == 0)
                    _roleFirst = _facts.RoleOnly;
                _tally.Add(_facts, arrivedTicks, ref marks);
                break;
            case ChunkKind.Error:
                _chunks++;
                // Careful: judged before its own choices count, so that an error beside an empty delta stays "instead of an answer".
                SetError(_facts.Error);
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

    // The first error is the cause; later ones are its echo.
    private void SetError(ApiError? error)
    {
        if (_error is not null || error is null)
            return;
        _error = error;
        _errorAfterToken = _tally.TokenEvents > 0;
    }

    // The tail rule: what the body's end left open counts when it is whole in itself, for a gateway may close without the blank line.
    private void OnTail(in SseEvent sseEvent, ref RequestMarks marks)
    {
        var counted = _open.Lines;
        _open = default;
        var data = EventLines.Skip(sseEvent.DataSpan, counted);
        if (EventLines.IsWhole(data))
        {
            _warnings |= StreamWarnings.UnterminatedEvent;
            OnData(sseEvent.Type, data, _lastTicks, ref marks);
        }
        else if (EventLines.AreWhole(data, exceptLast: true))
        {
            _warnings |= StreamWarnings.UnterminatedEvent;
            while (EventLines.TryNext(ref data, out var line))
                OnTailLine(line, isLast: data.IsEmpty, ref marks);
        }
        else
        {
            _hasPartialTail |= !data.IsEmpty || counted == 0;
        }
    }

    private void OnTailLine(ReadOnlySpan<byte> line, bool isLast, ref RequestMarks marks)
    {
        if (isLast && !EventLines.IsWhole(line))
        {
            _hasPartialTail = true;
            return;
        }

        _splitEvents++;
        OnData(default, line, _lastTicks, ref marks);
    }
}
