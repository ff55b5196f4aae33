using System.Buffers;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Sse;

namespace VllmStream.Profiling.Recording;

// The end of the body, and what the answer was.
public sealed partial class AnswerReader
{
    /// <summary>Ends the answer.</summary>
    /// <param name="rest">The bytes that the last <see cref="Read"/> left; all are taken.</param>
    /// <param name="marks">Marks of the request.</param>
    /// <param name="end">How the body ended. After the end marker it makes no difference: the answer was complete.</param>
    public AnswerResult Complete(ref ReadOnlySequence<byte> rest, ref RequestMarks marks, BodyEnd end)
    {
        var isWhole = end == BodyEnd.Clean || AnswerComplete;
        var tail = JsonText.Decode(Last(rest), escaped: false, HeadBytes);
        if (_kind is BodyKind.Events or BodyKind.Text && end == BodyEnd.Clean && !_isTooLarge)
            CompleteEvents(ref rest, ref marks);
        var isNdjson = false;
        var isDocument = _kind == BodyKind.Json && end == BodyEnd.Clean && !_isTooLarge;
        if (isDocument)
            isNdjson = !ReadDocument(rest);
        rest = rest.Slice(rest.End);
        _left = 0;

        var verdict = isWhole || _error is not null
            ? Judge(isDocument, isNdjson)
            : new AnswerVerdict(Outcome: null, Error: null);
        return Result(verdict, marks, tail);
    }

    private void CompleteEvents(ref ReadOnlySequence<byte> rest, ref RequestMarks marks)
    {
        try
        {
            while (_sse.Complete(ref rest, out var sseEvent))
            {
                if (sseEvent.IsUnterminated)
                    OnTail(sseEvent, ref marks);
                else
                    OnEvent(sseEvent, _lastTicks, ref marks);
            }

            _hasPartialTail |= _sse.PartialLine == SsePartialLine.Other;
        }
        catch (SseEventTooLargeException)
        {
            _isTooLarge = true;
        }
    }

    // False when the body is several documents, one per line.
    private bool ReadDocument(in ReadOnlySequence<byte> rest)
    {
        var body = BodySniffer.WithoutMark(Contiguous(rest));
        _endpoint.ReadDocument(body, ref _facts, _text);
        _error ??= _facts.Error;
        if (_facts.InvalidUtf8)
            _warnings |= StreamWarnings.InvalidUtf8;
        if (_facts.NotStrict)
            _warnings |= StreamWarnings.MalformedEvent;
        _tally.AddDocument(_facts);
        return _facts.Kind != ChunkKind.Malformed || !EventLines.AreDocuments(body.Trim("\r\n"u8));
    }

    private AnswerVerdict Judge(bool isDocument, bool isNdjson)
    {
        if (_error is { } error)
            return AnswerVerdict.Inband(error, afterToken: HasToken);
        if (_isTooLarge)
            return AnswerVerdict.Unreadable("too_large", "an event or a document grew beyond its limit");
        if (_endpoint.Answers == AnswerShape.List)
            return JudgeList(isDocument);
        // An answer of any kind will do, unless it shows itself to be a stream of tokens: then it has to be whole.
        if (_endpoint.Answers == AnswerShape.Anything && _tally.SeenChoices == 0)
            return AnswerVerdict.Success(Recording.Outcome.Ok);
        if (isDocument)
            return isNdjson ? AnswerVerdict.Unreadable("ndjson", "one JSON document per line is no event stream: wrong endpoint?") : JudgeDocument();
        if (_kind == BodyKind.Html)
            return AnswerVerdict.Unreadable("html", "the body is an HTML page");
        return JudgeEvents();
    }

    private AnswerVerdict JudgeList(bool isDocument)
    {
        if (!isDocument || _facts.Kind == ChunkKind.Malformed)
            return AnswerVerdict.Unreadable("json", _bytes == 0 ? "the body is empty" : "the body is no whole JSON document");
        return _facts.Items switch
        {
            null => AnswerVerdict.Unreadable("json", "the body is JSON, but no list of results"),
            0 => AnswerVerdict.Success(Recording.Outcome.OkEmpty),
            _ => AnswerVerdict.Success(Recording.Outcome.Ok),
        };
    }

    private AnswerVerdict JudgeDocument()
    {
        if (_facts.Kind == ChunkKind.Malformed)
            return AnswerVerdict.Unreadable("json", "the body starts as JSON and is no whole document");
        if (!_facts.HasChoices)
            return AnswerVerdict.Unreadable("json", "the body is JSON, but no completion");
        if (HasErrorReason())
            return AnswerVerdict.ErrorReason(afterToken: false);
        if (_streamAsked)
            return AnswerVerdict.Success(Recording.Outcome.NotStreamed);
        return AnswerVerdict.Success(IsEmpty() ? Recording.Outcome.OkEmpty : Recording.Outcome.Ok);
    }

    private AnswerVerdict JudgeEvents()
    {
        if (IsText())
            return AnswerVerdict.Unreadable("text", "the body is text, not an event stream");
        if (_malformed > 0 && _chunks == 0 && _others == 0)
            return AnswerVerdict.Unreadable("malformed", "no event of the body could be read");
        if (HasErrorReason())
            return AnswerVerdict.ErrorReason(afterToken: HasToken);

        var needed = Math.Max(_choices, _tally.SeenChoices);
        var allFinished = _tally.FinishedChoices >= needed;
        if (_tally.TokenEvents == 0 && _tally.FinishedChoices == 0)
            return AnswerVerdict.Truncated(_bytes == 0 ? "the body was empty" : AnswerComplete
                ? "[DONE] came, but no token and no finish_reason"
                : "the body ended without a token, finish_reason or [DONE]");
        if (!allFinished && !AnswerComplete)
            return AnswerVerdict.Truncated(
                $"the body ended after {_tally.TokenEvents} token events; {_tally.FinishedChoices} of {needed} choices finished, no [DONE]");

        if (!AnswerComplete)
            _warnings |= StreamWarnings.NoDone;
        if (!allFinished)
            _warnings |= StreamWarnings.NoFinishReason;
        return AnswerVerdict.Success(IsEmpty() ? Recording.Outcome.OkEmpty : Recording.Outcome.Ok);
    }

    // Nothing was generated, and the count says so too. One token per finished choice is its end token: the model ended at once.
    private bool IsEmpty()
        => (_tally.Seen & ~GeneratedKind.TokenCount) == GeneratedKind.None && _tally.TokenEvents == 0 && (_tally.Count().Tokens ?? 0) <= _tally.FinishedChoices;

    private bool IsText()
        => _kind == BodyKind.Text && _events + _heartbeats + _errorFields == 0 && _sse.CommentCount == 0;

    private bool HasErrorReason()
    {
        foreach (var reason in _tally.FinishReasons(asked: 0))
        {
            if (reason == FinishReasons.Error)
                return true;
        }

        return false;
    }

    private AnswerResult Result(AnswerVerdict verdict, in RequestMarks marks, string tail)
    {
        var isEvents = _kind is BodyKind.Events or BodyKind.Text && !IsText();
        var (tokens, source) = _tally.Count();
        var firstTokenUs = Ticks.ToMicroseconds(marks.FirstToken - marks.Sent);
        var ownTokens = tokens is { } all && IsReasoningHidden() ? all - _tally.Usage.Reasoning : tokens;
        var shape = isEvents && marks.FirstToken != 0
            ? StreamShape.Judge(_tally.GapsUs, firstTokenUs, _tally.TokenEvents, ownTokens, _tally.SeenChoices)
            : default;
        var gapCount = _tally.GapsUs.Length;
        return new AnswerResult
        {
            Outcome = verdict.Outcome,
            Error = verdict.Error is null ? null : verdict.Error with { Tail = TailFor(isEvents, tail) },
            InbandError = _error,
            Warnings = _warnings | _tally.Warnings | LateWarnings(isEvents, verdict, tokens, source, shape.Kind),
            IsEventStream = isEvents,
            RoleFirst = _roleFirst,
            Items = _kind == BodyKind.Json ? _facts.Items : null,
            Dimensions = _kind == BodyKind.Json ? _facts.Dimensions : null,
            PromptTokens = _tally.Usage.Prompt,
            CachedTokens = _tally.Usage.Cached,
            OutputTokens = tokens,
            ReasoningTokens = _tally.Usage.Reasoning,
            TokenSource = source,
            TokenEvents = _tally.TokenEvents,
            FirstEventTokens = _tally.FirstEventTokens,
            Events = _events,
            MalformedEvents = _malformed,
            DoneCount = _doneCount,
            EventsAfterDone = _eventsAfterDone,
            ErrorFields = _errorFields,
            SplitEvents = _splitEvents,
            Comments = (int)Math.Min(_sse.CommentCount, int.MaxValue),
            Heartbeats = _heartbeats + (int)Math.Min(_sse.EventsWithoutData, int.MaxValue / 2),
            UnknownLines = (int)Math.Min(_sse.UnknownLineCount, int.MaxValue),
            HasPartialTail = _hasPartialTail,
            Reads = _reads,
            MaxEventsPerRead = _maxEventsPerRead,
            Bytes = _bytes,
            FinishReasons = _tally.FinishReasons(_choices),
            Shape = shape,
            Gaps = _tally.ReleaseGaps(),
            GapCount = gapCount,
        };
    }

    private StreamWarnings LateWarnings(bool isEvents, AnswerVerdict verdict, long? tokens, TokenSource source, StreamShapeKind shape)
    {
        var warnings = StreamWarnings.None;
        if (isEvents && _events > 0 && !IsEventStreamType(_contentType))
            warnings |= StreamWarnings.ContentType;
        if (_eventsAfterDone > 0)
            warnings |= StreamWarnings.AfterDone;
        if (_splitEvents > 0)
            warnings |= StreamWarnings.MalformedEvent;
        if (_tally.IsCumulative)
            warnings |= StreamWarnings.CumulativeText;
        if (IsReasoningHidden())
            warnings |= StreamWarnings.HiddenReasoning;
        // A number of events is a lower bound of the tokens, so it proves nothing here.
        if (verdict.IsSuccess && source is TokenSource.UsageFinal or TokenSource.UsageContinuous
            && tokens < (long?)_expectedTokens * Math.Max(_choices, _tally.SeenChoices))
            warnings |= StreamWarnings.ShortOutput;
        return warnings | shape switch
        {
            StreamShapeKind.Buffered => StreamWarnings.Buffered,
            StreamShapeKind.Batched => StreamWarnings.Batched,
            _ => StreamWarnings.None,
        };
    }

    private bool IsReasoningHidden() => _tally.Usage.Reasoning > 0 && (_tally.Seen & GeneratedKind.Reasoning) == GeneratedKind.None;

    private string? TailFor(bool isEvents, string tail)
    {
        // A body that is no stream is known by its beginning, a stream that broke off by its end.
        var text = isEvents ? tail : JsonText.Decode(_head.AsSpan(0, _headCount), escaped: false, HeadBytes);
        return text.Length == 0 ? null : text;
    }

    private static ReadOnlySpan<byte> Last(in ReadOnlySequence<byte> rest)
        => Contiguous(rest.Slice(Math.Max(0, rest.Length - HeadBytes)));

    private static bool IsEventStreamType(string? contentType)
        => contentType is not null && contentType.AsSpan().TrimStart().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
