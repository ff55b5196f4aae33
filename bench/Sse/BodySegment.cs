using System.Buffers;

namespace VllmStream.Bench.Sse;

/// <summary>A segment of a sequence over one array, as a pipe would give it.</summary>
internal sealed class BodySegment : ReadOnlySequenceSegment<byte>
{
    private BodySegment(ReadOnlyMemory<byte> memory, long runningIndex)
    {
        Memory = memory;
        RunningIndex = runningIndex;
    }

    public static ReadOnlySequence<byte> Sequence(ReadOnlyMemory<byte> body, int segmentBytes)
    {
        BodySegment first = new(body[..Math.Min(segmentBytes, body.Length)], 0);
        BodySegment last = first;
        for (int start = segmentBytes; start < body.Length; start += segmentBytes)
        {
            BodySegment next = new(body.Slice(start, Math.Min(segmentBytes, body.Length - start)), start);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
