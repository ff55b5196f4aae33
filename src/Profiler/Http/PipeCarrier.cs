using System.Runtime.CompilerServices;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http;

/// <summary>HTTP/1.1: one request at a time on a connection of its lane.</summary>
public sealed class PipeCarrier : Carrier, IReadTaker
{
    private readonly Lane _lane;
    private readonly ConnectTarget _target;
    private readonly ICarried _carried;
    private readonly HttpExchange _exchange;
    private TimedPipe? _pipe;

    /// <summary>Makes one that can be used again and again.</summary>
    public PipeCarrier(Lane lane, ConnectTarget target, ICarried carried)
        : this(lane, target, carried, new HttpExchange())
    {
    }

    private PipeCarrier(Lane lane, ConnectTarget target, ICarried carried, HttpExchange exchange)
        : base(exchange.Head, exchange.Body) =>
        (_lane, _target, _carried, _exchange) = (lane, target, carried, exchange);

    /// <inheritdoc/>
    public override bool TryReuse()
    {
        _pipe = _lane.Pool.TryTake();
        if (_pipe is null)
            return false;
        Reused = true;
        Phases = default;
        ConnectedTicks = 0;
        IdleTicks = Ticks.Now - _pipe.IdleSinceTicks;
        return true;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<RequestError?> ConnectAsync(CancellationToken cancel)
    {
        Reused = null;
        IdleTicks = null;
        Phases = default;
        ConnectedTicks = 0;
        var connect = await _lane.Transport.ConnectAsync(_target, cancel);
        _pipe = connect.Pipe;
        if (_pipe is null)
            return connect.Error;
        Reused = false;
        Phases = _pipe.Phases;
        ConnectedTicks = _pipe.ReadyTicks;
        return null;
    }

    /// <inheritdoc/>
    public override ValueTask<HeadRead> ReadHeadAsync()
    {
        _exchange.Begin(_pipe!);
        return _exchange.ReadHeadAsync();
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Compose() => RequestBytes.Write(_carried);

    /// <inheritdoc/>
    public override ValueTask<long> WriteAsync(ReadOnlyMemory<byte> request) => _pipe!.WriteAsync(request);

    /// <inheritdoc/>
    public override ValueTask FeedAsync() => _exchange.HasPlainBody ? _pipe!.FeedAsync(this) : FeedSlowAsync();

    /// <inheritdoc/>
    public override ValueTask<BodyRead> ReadBodyAsync() => _exchange.ReadBodyAsync();

    /// <inheritdoc/>
    public override string? Refusal => _pipe?.Refusal;

    /// <inheritdoc/>
    public override ReceiveFacts? TakeReceiveFacts() => _exchange.TakeReceiveFacts();

    /// <inheritdoc/>
    public override void Abort() => _pipe?.Abort();

    /// <inheritdoc/>
    public override void Release(bool keep)
    {
        if (_pipe is not { } pipe)
            return;
        _pipe = null;
        if (keep && _exchange.ConnectionIsReusable)
            _lane.Pool.Return(pipe);
        else
            pipe.Dispose();
    }

    // Inside the call that brought the bytes.
    bool IReadTaker.Take(in TimedRead read) => _carried.Take(_exchange.TakeBody(read));

    /// <inheritdoc/>
    protected override void Free() => _exchange.Dispose();

    private async ValueTask FeedSlowAsync()
    {
        while (_carried.Take(await _exchange.ReadBodyAsync()))
        {
        }
    }
}
