using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Pipelines.Sockets.Unofficial;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Transport;

/// <summary>Plain TCP as a <see cref="TimedPipe"/>: SocketConnection carries the bytes, the scheduler of its reader takes the time.</summary>
internal sealed class SocketPipe : TimedPipe
{
    private readonly Socket _socket;
    private readonly StampScheduler _stamps;
    private readonly PipeReader _input;
    private SequencePosition _end;
    private long _lastArrivedTicks;
    private bool _leftUnexamined;

    private SocketPipe(Socket socket, SocketConnection connection, StampScheduler stamps)
    {
        _socket = socket;
        Connection = connection;
        _stamps = stamps;
        _input = connection.Input;
    }

    private SocketConnection Connection { get; }

    /// <summary>Takes over a connected socket.</summary>
    public static SocketPipe Over(Socket socket, ConnectPhases phases)
    {
        var stamps = new StampScheduler();
        // A threshold of one byte makes a flush wait until the socket took everything: that instant is the mark `sent`.
        var send = new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false);
        var receive = new PipeOptions(readerScheduler: stamps, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        var connection = SocketConnection.Create(socket, send, receive);
        return new SocketPipe(socket, connection, stamps) { Phases = phases, ReadyTicks = Ticks.Now };
    }

    /// <inheritdoc/>
    // careful: pooled, because a read that waits is what happens once per token; its task is awaited once, at once, by one caller.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<TimedRead> ReadAsync()
    {
        try
        {
            var pending = _input.ReadAsync();
            // Bytes that are there already came while nobody waited: now is the earliest time we can vouch for.
            var alreadyThere = pending.IsCompletedSuccessfully;
            var read = await pending;
            // What the last read left unexamined keeps its time.
            var ticks = !alreadyThere ? _stamps.LastTicks : _leftUnexamined ? _lastArrivedTicks : Ticks.Now;
            _lastArrivedTicks = ticks;
            _end = read.Buffer.End;
            return new TimedRead(read.Buffer, ticks, read.IsCompleted || read.IsCanceled ? EndKind() : PipeEnd.Open);
        }
        catch (Exception e) when (IsBrokenPipe(e))
        {
            return new TimedRead(default, Ticks.Now, PipeEnd.Broken);
        }
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _leftUnexamined = !examined.Equals(_end);
        _input.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override async ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var flush = await Connection.Output.WriteAsync(bytes);
            return flush.IsCompleted ? 0 : Ticks.Now;
        }
        catch (Exception e) when (IsBrokenPipe(e))
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public override bool IsReusable() => Look() is null;

    /// <inheritdoc/>
    public override bool HasClosed() => Look() is true;

    // Null when nothing came, false when bytes did, true when the connection is over.
    private bool? Look()
    {
        try
        {
            if (!_input.TryRead(out var read))
                return null;
            _input.AdvanceTo(read.Buffer.Start);
            return read.IsCompleted;
        }
        catch (Exception e) when (IsBrokenPipe(e))
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public override void Abort() => _socket.Dispose();

    /// <summary>True for what a socket that broke, or that we closed, throws.</summary>
    internal static bool IsBrokenPipe(Exception e) =>
        e is SocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException;

    // A peer's FIN and a broken socket both complete the pipe; the connection remembers which it was.
    private PipeEnd EndKind() => Connection.ShutdownKind == PipeShutdownKind.ReadEndOfStream ? PipeEnd.Finished : PipeEnd.Broken;
}
