using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

// How a request ended, and what is written down of it.
public sealed partial class RequestRunner
{
    private RequestRecord Answered(long endTicks)
    {
        var rest = _carrier.Body.Unread;
        _marks.End = endTicks;
        _live.HideGaps();
        var result = _answer.Complete(ref rest, ref _marks, BodyEnd.Clean);
        return Judged(result.Outcome!.Value, result);
    }

    // An answer that is whole is held against what its step expects.
    private RequestRecord Judged(Outcome outcome, in AnswerResult result, StreamWarnings more = StreamWarnings.None)
    {
        var kind = _planned.Kind;
        if (outcome is not (Outcome.Ok or Outcome.OkEmpty or Outcome.NotStreamed) || (kind.Expect is null && kind.Capture.Count == 0 && !kind.KeepsAnswer))
            return Record(outcome, result.Error, result, more);
        var text = kind.NeedsText ? string.Concat(_text!.Choices.Select(_text.Text)) : "";
        var document = kind.NeedsDocument ? _kept!.Text() : null;
        var error = kind.Expect is { } expect ? AnswerCheck.Judge(expect, _carrier.Head.Status, result, text, document) : null;
        string[]? captured = null;
        if (error is null)
            (captured, error) = AnswerCheck.Take(kind, text, document);
        var record = Record(error is null ? outcome : Outcome.InvalidResponse, error, result, more);
        record.Captured = captured;
        record.Answer = kind.KeepsAnswer ? text : null;
        return record;
    }

    // The body did not end as its framing says: by our doing, by the network's, or because it is no HTTP.
    private RequestRecord BrokenOff(in BodyRead read)
    {
        // Behind a complete answer nothing is missing: it ended when its end marker came.
        _marks.End = _completeTicks != 0 ? _completeTicks : read.ArrivedTicks;
        var rest = _carrier.Body.Unread;
        _live.HideGaps();
        var result = _answer.Complete(ref rest, ref _marks, _deadline.EndedAs is null ? BodyEnd.Broken : BodyEnd.Stopped);
        if (result.Outcome is { } decided)
            return Judged(decided, result, _deadline.EndedWhileLingering ? StreamWarnings.LingeringConnection : StreamWarnings.None);
        if (_deadline.EndedAs is { } ended)
            return Record(ended, EndedError(ended), result);
        return read.State == BodyState.Malformed
            ? Record(Outcome.ProtocolError, new RequestError("framing", read.Problem), result)
            : Record(Outcome.Reset, new RequestError("reset", read.Problem), result);
    }

    private RequestRecord NoConnection(RequestError error)
    {
        _marks.End = Ticks.Now;
        return _deadline.EndedAs is { } ended ? Record(ended, EndedError(ended), null) : Record(Outcome.ConnectError, error, null);
    }

    private RequestRecord NoHead(in HeadRead head)
    {
        _marks.End = head.ArrivedTicks;
        if (_deadline.EndedAs is { } ended)
            return Record(ended, EndedError(ended), null);
        if (head.End == HeadEnd.Malformed)
            return Record(Outcome.ProtocolError, new RequestError("not_http", head.Problem), null);
        if (head.End == HeadEnd.NoAnswer && _carrier.Refusal is { } refusal)
            return Record(Outcome.ConnectError, new RequestError("tls", refusal), null);
        if (_resent && head.End == HeadEnd.NoAnswer)
            return Record(Outcome.StaleConnection, new RequestError("stale", $"kept connection{Idle()} was gone; resent on a new one: {head.Problem}"), null);
        return Record(Outcome.Reset, new RequestError("reset", head.Problem), null);
    }

    private string Idle() => _staleIdleTicks is { } idle ? $", idle {Ticks.ToSeconds(idle):0.0} s," : "";

    private RequestError EndedError(Outcome ended) => ended switch
    {
        Outcome.TimeoutConnect => new RequestError("connect", $"no connection within {NumberText.Format(_context.Timeouts.Connect!.Value.TotalSeconds)} s"),
        Outcome.TimeoutFirstToken => new RequestError("first_token", $"no token within {NumberText.Format(_context.Timeouts.FirstToken!.Value.TotalSeconds)} s"),
        Outcome.TimeoutIdle => new RequestError("idle", $"no event for {NumberText.Format(_context.Timeouts.Idle!.Value.TotalSeconds)} s"),
        Outcome.TimeoutTotal => new RequestError("total", $"not finished within {NumberText.Format(_context.Timeouts.Total!.Value.TotalSeconds)} s"),
        _ when _deadline.HasLeft => new RequestError(RequestError.Left, $"left after {NumberText.Format(Ticks.ToSeconds(_planned.LeaveAfterTicks))} s, as planned"),
        _ => new RequestError("cancelled", "given up by this client"),
    };

    private RequestRecord Record(Outcome outcome, RequestError? error, AnswerResult? answer, StreamWarnings more = StreamWarnings.None)
    {
        var head = _carrier.Head;
        // Who writes for a shared connection may come to note the send when the head of the answer has been read already.
        if (_marks.Sent == 0)
            NoteSend(_marks.Headers);
        if (_firstSentTicks != 0)
            _marks.Sent = _firstSentTicks;
        var record = new RequestRecord
        {
            Id = _planned.Id,
            Group = _planned.Kind.Group,
            Endpoint = Endpoint.Name,
            Streaming = _planned.Spec.Stream,
            Warmup = _planned.Warmup,
            Pair = _planned.Pair,
            Attempt = _attempt,
            Outcome = outcome,
            HttpStatus = _marks.Headers == 0 ? null : head.Status,
            Error = error,
            RetryAfterSeconds = _marks.Headers == 0 ? null : RetryAfter.Seconds(head.RetryAfter, head.Date, TimeProvider.System.GetUtcNow()),
            Warnings = (answer?.Warnings ?? StreamWarnings.None) | more | (_clockStepped ? StreamWarnings.ClockStep : StreamWarnings.None),
            ConnectionReused = _carrier.Reused,
            Connect = _carrier.Phases,
            Marks = _marks,
            Items = answer?.Items,
            Dimensions = answer?.Dimensions,
            AskedTokens = _planned.Spec.AskedTokens,
            MaxTokens = _planned.Spec.MaxTokens,
            PromptTokens = answer?.PromptTokens,
            CachedTokens = answer?.CachedTokens,
            OutputTokens = answer?.OutputTokens,
            ReasoningTokens = answer?.ReasoningTokens,
            TokenSource = answer?.TokenSource ?? TokenSource.None,
            TokenEvents = answer?.TokenEvents ?? 0,
            FirstEventTokens = answer?.FirstEventTokens ?? 0,
            Events = answer?.Events ?? 0,
            Reads = answer?.Reads ?? 0,
            MaxEventsPerRead = answer?.MaxEventsPerRead ?? 0,
            Comments = answer?.KeepAlives ?? 0,
            Bytes = answer?.Bytes ?? 0,
            FinishReasons = answer?.FinishReasons ?? [],
            RoleFirst = answer?.RoleFirst ?? false,
            DoneMarker = answer?.DoneMarker ?? false,
            Shape = answer?.Shape ?? default,
            RawBody = _context.KeepBodies ? _kept?.Text() : null,
        };
        if (answer is null)
            return record;
        if (_isTextKept)
            (record.Text, _text) = (_text, null);
        record.OwnGaps(answer.Value.Gaps, answer.Value.GapCount);
        if (_carrier.TakeReceiveFacts() is { } received)
            _context.Lane.Health.OnAnswer(_answer.TokenEvents, (int)Math.Min(received.MergedSegments, _answer.SharedTokens), received.FoundFull);
        return record;
    }
}
