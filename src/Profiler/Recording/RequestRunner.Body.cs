using System.Runtime.CompilerServices;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

// The answer's body, as it comes.
public sealed partial class RequestRunner
{
    private ValueTask<RequestRecord> ReadAsync(TimedPipe pipe, in HeadRead head)
    {
        if (head.End != HeadEnd.Read)
            return new ValueTask<RequestRecord>(NoHead(head, pipe));
        _marks.Headers = head.ArrivedTicks;
        // The answer may have come before the send returned: then all that is known of the sending is when it began.
        if (_marks.Sent > _marks.Headers)
            _marks.Sent = Math.Min(_beforeWriteTicks, _marks.Headers);
        return _exchange.Head.Status is >= 200 and < 300 ? ReadAnswerAsync(pipe) : ReadRefusalAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestRecord> ReadAnswerAsync(TimedPipe pipe)
    {
        var spec = _planned.Spec;
        _answer.Begin(
            Endpoint, spec.Stream, _exchange.Head.ContentType, Math.Max(1, spec.Choices), Meter, TextWanted(),
            expectedTokens: spec.IgnoreEos ? spec.MaxTokens : null);
        if (_exchange.HasPlainBody)
        {
            await pipe.FeedAsync(this);
        }
        else
        {
            while (Consume(await _exchange.ReadBodyAsync()))
            {
            }
        }
        if (_lastRead.State == BodyState.Ended)
            return Answered(_lastRead.ArrivedTicks == 0 ? _marks.Headers : _lastRead.ArrivedTicks);
        return BrokenOff(_lastRead);
    }

    // Inside the call that brought the bytes.
    bool IReadTaker.Take(in TimedRead read) => Consume(_exchange.TakeBody(read));

    // True while the body goes on.
    private bool Consume(in BodyRead read)
    {
        ConsumeUnread(read.ArrivedTicks);
        if (read.State == BodyState.Open)
            return true;
        _lastRead = read;
        return false;
    }

    private void ConsumeUnread(long arrivedTicks)
    {
        var unread = _exchange.Body.Unread;
        if (unread.IsEmpty)
            return;
        var eventsBefore = _answer.Events;
        _kept?.Append(unread);
        _answer.Read(ref unread, arrivedTicks, ref _marks);
        _exchange.Body.KeepLast(unread.Length);
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
            read = await _exchange.ReadBodyAsync();
            if (read.ArrivedTicks != 0 && _marks.FirstByte == 0 && _exchange.Body.Count > 0)
                _marks.FirstByte = read.ArrivedTicks;
        }
        while (read.State == BodyState.Open && _exchange.Body.Count < MaxErrorBodyBytes);

        _marks.End = read.ArrivedTicks == 0 ? _marks.Headers : read.ArrivedTicks;
        if (_deadline.EndedAs == Outcome.CancelledByUs)
            return Record(Outcome.CancelledByUs, EndedError(Outcome.CancelledByUs), null);
        var status = _exchange.Head.Status;
        if (_planned.Kind.Expect?.Status == status)
            return Record(Outcome.Ok, null, null);
        var error = Redirect.Is(status)
            ? ErrorBody.Of(new Redirect(_context.Target.Url, Endpoint.Path, status, _exchange.Head.Location) { IsPost = _context.Routes[_planned.Kind.Route].Writer.HasBody })
            : ErrorBody.Read(status, _exchange.Body.Unread, Endpoint);
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
