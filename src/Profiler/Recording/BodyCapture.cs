using System.Buffers;
using System.Text;

namespace VllmStream.Profiling.Recording;

/// <summary>Keeps the body of one answer for --record raw. Owned by one request.</summary>
internal sealed class BodyCapture
{
    // A record line must stay readable by line-based tools.
    private const int MaxBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _seenBefore;

    /// <summary>Starts over.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _seenBefore = 0;
    }

    /// <summary>Takes what is new in the unread bytes: those after what the last read left over.</summary>
    public void Append(in ReadOnlySequence<byte> unread)
    {
        foreach (var piece in unread.Slice(_seenBefore))
        {
            var room = Math.Min(piece.Length, MaxBytes - _bytes.WrittenCount);
            _bytes.Write(piece.Span[..room]);
        }
    }

    /// <summary>Remembers how many bytes the reader left over.</summary>
    public void Consumed(long leftOver) => _seenBefore = leftOver;

    /// <summary>The body so far; broken UTF-8 is replaced.</summary>
    public string Text() => Encoding.UTF8.GetString(_bytes.WrittenSpan);
}
