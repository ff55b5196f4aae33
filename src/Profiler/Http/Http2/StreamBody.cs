using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>The body of an answer: takes what .NET hands over apart again into what arrived together. Owned by one request.</summary>
internal sealed class StreamBody(Stream stream, StreamTap tap, long? promised, BodyBuffer output, CancellationToken abort) : IBodySource, IDisposable
{
    private const int ReadBytes = 16 * 1024;

    // Handed over and not yet given on.
    private readonly BodyBuffer _staged = new();
    private long _taken;

    /// <inheritdoc/>
    public async ValueTask<BodyRead> ReadAsync()
    {
        if (_staged.Count == 0)
        {
            try
            {
#pragma warning disable CA2022 // Nothing is to be read.
                // Waits without a buffer: ten thousand that wait for their next token hold none.
                _ = await stream.ReadAsync(Memory<byte>.Empty, abort);
#pragma warning restore CA2022
                var count = await stream.ReadAsync(_staged.ReserveMemory(ReadBytes), abort);
                _staged.Commit(count);
                if (count == 0)
                    return Ended();
            }
            catch (Exception e) when (StreamCarrier.IsEnding(e))
            {
                var (text, isBroken) = Http2Client.WhyBroken(tap, e);
                return new BodyRead(isBroken ? BodyState.Broken : BodyState.Malformed, EndTicks(), text);
            }
        }
        var (piece, ticks) = tap.Piece(_taken, _staged.Count);
        output.Append(_staged.Unread.Slice(0, piece));
        _staged.KeepLast(_staged.Count - piece);
        _taken += piece;
        return new BodyRead(BodyState.Open, ticks, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _staged.Dispose();

    private BodyRead Ended()
    {
        _staged.Clear();
        return promised is { } length && length > _taken
            ? new BodyRead(BodyState.Broken, EndTicks(), $"stream ended {length - _taken} bytes before Content-Length")
            : new BodyRead(BodyState.Ended, EndTicks(), null);
    }

    private long EndTicks() => tap.EndTicks is > 0 and var ticks ? ticks : Ticks.Now;
}
