using System.Runtime.CompilerServices;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

// The answer's body, as it comes.
public sealed partial class RequestRunner
{
    private ValueTask<RequestRecord> ReadAsync(in HeadRead head)
    {
        NoteSend(head.ArrivedTicks);
        if (head.End != HeadEnd.Read)
            return new ValueTask<RequestRecord>(NoHead(head));
        _marks.Headers = head.ArrivedTicks;
        Show(LivePhase.Wait);
        return _carrier.Head.Status is >= 200 and < 300 ? ReadAnswerAsync() : ReadRefusalAsync();
    }

    private void NoteSend(long headTicks)
    {
        if (_carrier.LastSend is { } last)
            (_beforeWriteTicks, _marks.Sent) = last;
        // The answer may have come before the send returned: then all that is known of the sending is when it began.
        if (_marks.Sent > headTicks && headTicks != 0)
            _marks.Sent = Math.Min(_beforeWriteTicks, headTicks);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestRecord> ReadAnswerAsync()
    {
        var spec = _planned.Spec;
        _answer.Begin(
            Endpoint, spec.Stream, _carrier.Head.ContentType, Math.Max(1, spec.Choices), Meter, TextWanted(),
            expectedTokens: spec.IgnoreEos ? spec.MaxTokens : null);
        await _carrier.FeedAsync();
        if (_lastRead.State == BodyState.Ended)
            return Answered(_lastRead.ArrivedTicks == 0 ? _marks.Headers : _lastRead.ArrivedTicks);
        return BrokenOff(_lastRead);
    }

    // Inside the call that brought the bytes.
    bool ICarried.Take(in BodyRead read)
    {
        ConsumeUnread(read.ArrivedTicks);
        if (read.State == BodyState.Open)
            return true;
        _lastRead = read;
        return false;
    }

    private void ConsumeUnread(long arrivedTicks)
    {
        var unread = _carrier.Body.Unread;
        if (unread.IsEmpty)
            return;
        var eventsBefore = _answer.Events;
        _kept?.Append(unread);
        _live.HideGaps();
        _answer.Read(ref unread, arrivedTicks, ref _marks);
        ShowProgress();
        _carrier.Body.KeepLast(unread.Length);
        _kept?.Consumed(unread.Length);

        if (_answer.AnswerComplete)
        {
            if (_completeTicks == 0)
                _deadline.Complete(_completeTicks = arrivedTicks);
        }
        else if (_answer.HasToken && _answer.Events > eventsBefore)
        {
            _deadline.Alive(arrivedTicks);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestRecord> ReadRefusalAsync()
    {
        // The status has decided already; a body that is never ended must not hold the slot.
        _deadline.Complete(_marks.Headers);
        BodyRead read;
        do
        {
            read = await _carrier.ReadBodyAsync();
            if (read.ArrivedTicks != 0 && _marks.FirstByte == 0 && _carrier.Body.Count > 0)
                _marks.FirstByte = read.ArrivedTicks;
        }
        while (read.State == BodyState.Open && _carrier.Body.Count < MaxErrorBodyBytes);

        _marks.End = read.ArrivedTicks == 0 ? _marks.Headers : read.ArrivedTicks;
        if (_deadline.EndedAs == Outcome.CancelledByUs)
            return Record(Outcome.CancelledByUs, EndedError(Outcome.CancelledByUs), null);
        var status = _carrier.Head.Status;
        if (_planned.Kind.Expect?.Status == status)
            return Record(Outcome.Ok, null, null);
        var error = Redirect.Is(status)
            ? ErrorBody.Of(new Redirect(_context.Target.Url, Endpoint.Path, status, _carrier.Head.Location) { IsPost = _context.Routes[_planned.Kind.Route].Writer.HasBody })
            : ErrorBody.Read(status, _carrier.Body.Unread, Endpoint);
        return Record(status == 429 ? Outcome.RateLimited : Outcome.HttpError, error, null);
    }

    private TextCollector? TextWanted()
    {
        _isTextKept = _context.KeepTexts && !_planned.Kind.EchoesPrompt;
        if (!_isTextKept && !_planned.Kind.NeedsText)
            return null;
        _text ??= new TextCollector();
        _text.Clear();
        return _text;
    }
}
