using System.Buffers;

namespace VllmStream.Tests.SseParser;

/// <summary>A segment of a test sequence; its bytes lie in the middle of an array whose other bytes would do harm if read.</summary>
public sealed class Segment : ReadOnlySequenceSegment<byte>
{
    private const int Margin = 3;

    private Segment(ReadOnlySpan<byte> bytes, long runningIndex)
    {
        byte[] oversized = new byte[bytes.Length + (2 * Margin)];
        oversized.AsSpan().Fill((byte)'\n');
        bytes.CopyTo(oversized.AsSpan(Margin));
        Memory = oversized.AsMemory(Margin, bytes.Length);
        RunningIndex = runningIndex;
    }

    /// <summary>Makes a sequence of <paramref name="bytes"/>, cut at the given offsets.</summary>
    public static ReadOnlySequence<byte> Sequence(ReadOnlySpan<byte> bytes, IEnumerable<int> cuts)
    {
        Segment? first = null;
        Segment? last = null;
        int start = 0;
        foreach (int end in cuts.Append(bytes.Length))
        {
            Segment segment = new(bytes[start..end], start);
            if (last is not null)
                last.Next = segment;
            first ??= segment;
            last = segment;
            start = end;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }
}
