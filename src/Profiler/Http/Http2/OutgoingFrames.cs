using System.Buffers;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>What this client sends on one connection: tells each request on which stream it goes out, and when it has gone. Used by the connection's writer.</summary>
internal sealed class OutgoingFrames(ConnectionTap connection) : FrameScanner
{
    private readonly ArrayBufferWriter<byte> _headers = new();
    private readonly List<StreamTap> _ended = [];
    private bool _headersEndStream;

    /// <summary>What was looked at since the last call has been written.</summary>
    public void Written(long begunTicks, long sentTicks)
    {
        foreach (var stream in _ended)
            stream.OnSent(begunTicks, sentTicks);
        _ended.Clear();
    }

    /// <inheritdoc/>
    protected override void Begin(in FrameHead frame)
    {
        if (frame.Kind != FrameKind.Headers)
            return;
        _headers.ResetWrittenCount();
        _headersEndStream = frame.EndsStream;
    }

    /// <inheritdoc/>
    protected override void Payload(in FrameHead frame, ReadOnlySpan<byte> part, long ticks)
    {
        if (frame.Kind is FrameKind.Headers or FrameKind.Continuation)
            _headers.Write(part);
    }

    /// <inheritdoc/>
    protected override void End(in FrameHead frame, long ticks)
    {
        switch (frame.Kind)
        {
            case FrameKind.Headers or FrameKind.Continuation when frame.EndsHeaders:
                connection.Bind(frame.Stream, _headers.WrittenSpan);
                if (_headersEndStream)
                    Ended(frame.Stream);
                break;
            case FrameKind.Data when frame.EndsStream:
                Ended(frame.Stream);
                break;
        }
    }

    private void Ended(int stream)
    {
        if (connection.Find(stream) is { } ended)
            _ended.Add(ended);
    }
}
