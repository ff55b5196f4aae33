namespace VllmStream.Profiling.Http.Http2;

/// <summary>Finds the frames in one direction of a connection, however the bytes are cut. One thread at a time.</summary>
internal abstract class FrameScanner
{
    private readonly byte[] _head = new byte[FrameHead.Size];
    private int _headBytes;
    private FrameHead _frame;

    // Payload of the frame that has not come by yet.
    private int _left;

    /// <summary>Looks at the next bytes.</summary>
    /// <param name="bytes">They follow those of the call before.</param>
    /// <param name="ticks">Their time.</param>
    public void Scan(ReadOnlySpan<byte> bytes, long ticks)
    {
        while (!bytes.IsEmpty)
        {
            if (_headBytes < FrameHead.Size)
            {
                var take = Math.Min(FrameHead.Size - _headBytes, bytes.Length);
                bytes[..take].CopyTo(_head.AsSpan(_headBytes));
                _headBytes += take;
                bytes = bytes[take..];
                if (_headBytes < FrameHead.Size)
                    return;
                _frame = FrameHead.Read(_head);
                _left = _frame.Length;
                Begin(_frame);
            }
            var part = bytes[..Math.Min(_left, bytes.Length)];
            if (!part.IsEmpty)
                Payload(_frame, part, ticks);
            bytes = bytes[part.Length..];
            _left -= part.Length;
            if (_left > 0)
                return;
            _headBytes = 0;
            End(_frame, ticks);
        }
    }

    /// <summary>A frame begins.</summary>
    protected abstract void Begin(in FrameHead frame);

    /// <summary>A part of its payload.</summary>
    protected abstract void Payload(in FrameHead frame, ReadOnlySpan<byte> part, long ticks);

    /// <summary>Its last byte has come by.</summary>
    protected abstract void End(in FrameHead frame, long ticks);
}
