using System.Buffers;

namespace VllmStream.Sse;

/// <summary>Walks over the segments of a sequence and keeps count of where each begins.</summary>
internal ref struct SegmentCursor
{
    // Set once the first segment is left; most sequences have no other.
    private SequencePosition _next;
    private bool _isPastFirst;

    public SegmentCursor(in ReadOnlySequence<byte> sequence) => Span = sequence.FirstSpan;

    /// <summary>The current segment.</summary>
    public ReadOnlySpan<byte> Span { get; private set; }

    /// <summary>Offset of the current segment's first byte from the start of the sequence.</summary>
    public long Start { get; private set; }

    /// <summary>Goes on to the next segment; false, and still at the last one, if there is none.</summary>
    public bool MoveNext(in ReadOnlySequence<byte> sequence)
    {
        if (sequence.IsSingleSegment)
            return false;
        if (!_isPastFirst)
        {
            _isPastFirst = true;
            _next = sequence.Start;
            sequence.TryGet(ref _next, out _);
        }

        if (!sequence.TryGet(ref _next, out ReadOnlyMemory<byte> memory))
            return false;
        Start += Span.Length;
        Span = memory.Span;
        return true;
    }
}
