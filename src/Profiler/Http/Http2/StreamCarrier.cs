using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>HTTP/2: one request on a stream of a connection that .NET's client chooses.</summary>
/// <remarks>
/// .NET has one call for all of it, connecting, sending and the head. Its tap tells the parts apart: a request has its connection
/// when its headers go out. A request that the server gave back unread (GOAWAY, REFUSED_STREAM) .NET sends again by itself.
/// </remarks>
internal sealed class StreamCarrier(Http2Client client, ICarried carried) : Carrier(new HttpResponseHead(), new BodyBuffer())
{
    private StreamTap _tap = new();
    private string _id = "";
    private CancellationTokenSource? _abort;
    private HttpRequestMessage? _request;
    private Task<HttpResponseMessage>? _sending;
    private HttpResponseMessage? _response;
    private StreamBody? _body;
    private InflatingBody? _inflating;

    /// <inheritdoc/>
    public override SendTimes? LastSend => _tap.LastSend;

    /// <summary>True for what .NET's client throws when a request ends before its answer.</summary>
    public static bool IsEnding(Exception e) => e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException;

    /// <inheritdoc/>
    // Which connection it will be is .NET's choice, and known once the request is on its way.
    public override bool TryReuse() => false;

    /// <inheritdoc/>
    public override async ValueTask<RequestError?> ConnectAsync(CancellationToken cancel)
    {
        Release(keep: false);
        Reused = null;
        Phases = default;
        ConnectedTicks = 0;
        _tap = new StreamTap();
        _abort = new CancellationTokenSource();
        _id = Http2Message.IdOf(carried.RequestId);
        _request = Http2Message.Make(carried, _id);
        var begun = Ticks.Now;
        await using (cancel.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _abort))
        {
            _sending = client.SendAsync(_request, _id, _tap, _abort.Token);
            await Task.WhenAny(_tap.Bound, _sending);
            // .NET does not wait for the server's first frame; what never sends one was not connected to.
            if (_tap.Connection is { } opening)
                await Task.WhenAny(opening.Greeting, _sending);
        }
        if (_tap.Connection is { IsHttp2: true } connection)
        {
            Describe(connection, begun);
            return null;
        }
        try
        {
            await _sending;
            return null;
        }
        catch (Exception e) when (IsEnding(e))
        {
            return client.WhyNot(e);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Compose() => default;

    /// <inheritdoc/>
    public override async ValueTask<long> WriteAsync(ReadOnlyMemory<byte> request)
    {
        await Task.WhenAny(_tap.Sent, _sending!);
        return _tap.LastSend?.SentTicks ?? 0;
    }

    /// <inheritdoc/>
    public override async ValueTask<HeadRead> ReadHeadAsync()
    {
        Head.Clear();
        Body.Clear();
        try
        {
            _response = await _sending!;
            Http2Message.Read(_response, Head);
            var stream = await _response.Content.ReadAsStreamAsync();
            var arrived = _tap.HeadersTicks is > 0 and var ticks ? ticks : Ticks.Now;
            var problem = BeginBody(stream);
            return new HeadRead(arrived, problem is null ? HeadEnd.Read : HeadEnd.Malformed, problem);
        }
        catch (Exception e) when (IsEnding(e))
        {
            var (text, isBroken) = Http2Client.WhyBroken(_tap, e);
            // What the server refused it has seen; only a connection that was gone took the request unseen.
            var end = !isBroken ? HeadEnd.Malformed : _tap.ResetCode is null && _tap.HeadersTicks == 0 ? HeadEnd.NoAnswer : HeadEnd.Cut;
            return new HeadRead(Ticks.Now, end, text);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask FeedAsync()
    {
        while (carried.Take(await ReadBodyAsync()))
        {
        }
    }

    /// <inheritdoc/>
    public override ValueTask<BodyRead> ReadBodyAsync() => _inflating is null ? _body!.ReadAsync() : _inflating.ReadAsync();

    /// <inheritdoc/>
    public override void Abort()
    {
        try
        {
            _abort?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It had ended by itself.
        }
    }

    /// <inheritdoc/>
    public override void Release(bool keep)
    {
        if (_sending is null)
            return;
        // careful: an answer that was not read to its end is given up by this, and the server told so (RST_STREAM).
        _response?.Dispose();
        if (!_sending.IsCompleted)
            Abort();
        client.Forget(_id, _tap);
        _inflating?.Dispose();
        _body?.Dispose();
        _request?.Dispose();
        _abort?.Dispose();
        (_sending, _response, _request, _abort, _body, _inflating) = (null, null, null, null, null, null);
    }

    /// <inheritdoc/>
    protected override void Free() => Body.Dispose();

    // A request that waited for its connection to be opened has a new one, whoever else waits for it too.
    private void Describe(ConnectionTap connection, long begunTicks)
    {
        Reused = connection.ReadyTicks <= begunTicks;
        if (Reused == true)
            return;
        Phases = connection.Phases;
        ConnectedTicks = connection.ReadyTicks;
    }

    private string? BeginBody(Stream stream)
    {
        var promised = _response!.Content.Headers.ContentLength;
        if (Head.ContentEncoding is not { } coding)
        {
            _body = new StreamBody(stream, _tap, promised, Body, _abort!.Token);
            return null;
        }
        var raw = new BodyBuffer();
        _body = new StreamBody(stream, _tap, promised, raw, _abort!.Token);
        _inflating = InflatingBody.TryBegin(_body, raw, coding, Body);
        return _inflating is null ? $"Content-Encoding {coding} is not gzip, deflate or br" : null;
    }
}
