using System.Buffers.Binary;
using System.Text;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>What the server sends on one connection: tells each stream what arrived for it, and when. Used by the connection's reader.</summary>
internal sealed class IncomingFrames(ConnectionTap connection) : FrameScanner
{
    // RST_STREAM has 4 bytes; of GOAWAY the two numbers, and as much of the server's reason as fits in a line.
    private const int MaxSmall = 8 + 100;

    private readonly byte[] _small = new byte[MaxSmall];
    private int _smallBytes;

    // Body bytes of the DATA frame that are still to come; null until its padding is known.
    private int? _dataLeft;
    private bool _headersEndStream;

    /// <inheritdoc/>
    protected override void Begin(in FrameHead frame)
    {
        _smallBytes = 0;
        if (frame.Kind == FrameKind.Data)
            _dataLeft = frame.IsPadded ? null : frame.Length;
        else if (frame.Kind == FrameKind.Headers)
            _headersEndStream = frame.EndsStream;
    }

    /// <inheritdoc/>
    protected override void Payload(in FrameHead frame, ReadOnlySpan<byte> part, long ticks)
    {
        if (frame.Kind == FrameKind.Data)
        {
            if (_dataLeft is null)
            {
                _dataLeft = Math.Max(0, frame.Length - 1 - part[0]);
                part = part[1..];
            }
            var body = Math.Min(part.Length, _dataLeft.Value);
            if (body > 0)
                connection.Find(frame.Stream)?.OnData(body, ticks);
            _dataLeft -= body;
        }
        else if (frame.Kind is FrameKind.ResetStream or FrameKind.GoAway)
        {
            var take = part[..Math.Min(part.Length, MaxSmall - _smallBytes)];
            take.CopyTo(_small.AsSpan(_smallBytes));
            _smallBytes += take.Length;
        }
    }

    /// <inheritdoc/>
    protected override void End(in FrameHead frame, long ticks)
    {
        var small = _small.AsSpan(0, _smallBytes);
        switch (frame.Kind)
        {
            case FrameKind.Headers or FrameKind.Continuation when frame.EndsHeaders:
                var stream = connection.Find(frame.Stream);
                stream?.OnHeaders(ticks);
                connection.OnAnswer();
                if (_headersEndStream)
                    stream?.OnEnd(ticks);
                break;
            case FrameKind.Data when frame.EndsStream:
                connection.Find(frame.Stream)?.OnEnd(ticks);
                break;
            case FrameKind.ResetStream when small.Length >= 4:
                connection.Find(frame.Stream)?.OnReset(BinaryPrimitives.ReadUInt32BigEndian(small), ticks);
                break;
            case FrameKind.GoAway when small.Length >= 8:
                connection.OnGoAway(BinaryPrimitives.ReadUInt32BigEndian(small[4..]), Encoding.UTF8.GetString(small[8..]));
                break;
        }
    }
}
