using System.IO.Pipelines;
using System.Net.Sockets;

namespace VllmStream.Simulation;

/// <summary>
/// The output of one connection, between Kestrel and its socket. A request that has taken it over puts its own bytes on the wire, and
/// what Kestrel says about that request goes nowhere: so an answer may be anything that a socket can carry, valid HTTP or not.
/// </summary>
/// <remarks>Used by the request that is being answered and, between two of them, by Kestrel: never by two threads at a time. <see cref="CloseWhenIdleAsync"/> runs beside them.</remarks>
internal sealed class RawConnection(PipeWriter output, Socket? socket) : PipeWriter
{
    // A reset discards what the reader has not yet taken on some systems; long enough for it to be read first.
    private static readonly TimeSpan ResetPause = TimeSpan.FromMilliseconds(30);

    private byte[] unheard = [];
    private bool taken;
    private int requests;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes;

    /// <summary>How many requests it has carried, the one that is being answered included.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>A new request begins: Kestrel speaks again.</summary>
    public void BeginRequest()
    {
        taken = false;
        Interlocked.Increment(ref requests);
    }

    /// <summary>From here to the end of the request Kestrel is not heard.</summary>
    public void TakeOver() => taken = true;

    /// <summary>Puts bytes on the wire in one call of the socket.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => await output.WriteAsync(bytes);

    /// <summary>Ends the connection with FIN.</summary>
    public ValueTask FinishAsync() => output.CompleteAsync();

    /// <summary>Ends the connection with RST, so that its reader sees an error.</summary>
    public async ValueTask ResetAsync(Pacer pacer)
    {
        await new PacedWait(pacer).UntilAsync(FaultRun.After(MonotonicClock.Now, ResetPause));
        if (socket is null) return;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>Ends the connection with FIN if no further request has come by then.</summary>
    public async Task CloseWhenIdleAsync(Pacer pacer, TimeSpan idle)
    {
        var seen = Requests;
        await new PacedWait(pacer).UntilAsync(FaultRun.After(MonotonicClock.Now, idle));
        if (Requests == seen) await output.CompleteAsync();
    }

    public override void Advance(int bytes)
    {
        if (!taken) output.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => taken ? Unheard(sizeHint) : output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => taken ? Unheard(sizeHint) : output.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        taken ? default : output.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        taken ? default : output.WriteAsync(source, cancellationToken);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => output.Complete(exception);

    private byte[] Unheard(int sizeHint)
    {
        if (unheard.Length == 0 || unheard.Length < sizeHint) unheard = new byte[Math.Max(sizeHint, 4096)];
        return unheard;
    }
}
