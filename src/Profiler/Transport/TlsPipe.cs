using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Runtime.CompilerServices;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Transport;

/// <summary>TLS over another pipe: bytes come out decrypted with the time their record arrived.</summary>
internal sealed class TlsPipe : TimedPipe
{
    private readonly TimedPipe _under;
    private readonly PipeStream _plain;
    private readonly SslStream _tls;
    private readonly PipeReader _input;
    private readonly TlsClient _client;
    private bool _hasAnswered;

    // What ended it; null when it is open, or was closed in order.
    private Exception? _failure;

    public TlsPipe(TimedPipe under, PipeStream plain, SslStream tls, TlsClient client)
    {
        _client = client;
        _under = under;
        _plain = plain;
        _tls = tls;
        // 16 KiB is the largest TLS record, so one read empties one record.
        _input = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true, useZeroByteReads: false));
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<TimedRead> ReadAsync()
    {
        try
        {
            var read = await _input.ReadAsync();
            if (!_hasAnswered && !read.Buffer.IsEmpty)
            {
                _hasAnswered = true;
                _client.Answered();
            }
            var end = read.IsCompleted ? PipeEnd.Finished : read.IsCanceled ? PipeEnd.Broken : PipeEnd.Open;
            return new TimedRead(read.Buffer, _plain.LastTicks, end);
        }
        catch (Exception e) when (SocketPipe.IsBrokenPipe(e))
        {
            _failure = e;
            return new TimedRead(default, Ticks.Now, PipeEnd.Broken);
        }
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _input.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override async ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        // What is more than one record is encrypted later.
        var own = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(own);
        try
        {
            await _tls.WriteAsync(own.AsMemory(0, bytes.Length));
            await _tls.FlushAsync();
            return Ticks.Now;
        }
        catch (Exception e) when (SocketPipe.IsBrokenPipe(e))
        {
            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(own);
        }
    }

    /// <inheritdoc/>
    // careful: bytes under TLS may be a session ticket, which is no answer; only a closed connection is unusable.
    public override bool IsReusable()
    {
        try
        {
            if (_input.TryRead(out var plain))
            {
                // Plain text that nobody asked for.
                _input.AdvanceTo(plain.Buffer.Start);
                return false;
            }
            return !_under.HasClosed();
        }
        catch (Exception e) when (SocketPipe.IsBrokenPipe(e))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override bool HasClosed() => _under.HasClosed();

    /// <inheritdoc/>
    public override string? Refusal => _hasAnswered ? null : _client.Refusal(_failure)?.ToString();

    /// <inheritdoc/>
    public override ReceiveFacts? TakeFacts() => _under.TakeFacts();

    /// <inheritdoc/>
    public override void Abort() => _under.Abort();

    /// <inheritdoc/>
    protected override void Release()
    {
        _tls.Dispose();
        _under.Dispose();
    }
}
