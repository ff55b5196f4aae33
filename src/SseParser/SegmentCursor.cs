using System.Buffers;

namespace VllmStream.Sse;

/// <summary>Walks over the segments of a sequence and keeps count of where each begins.</summary>
internal ref struct SegmentCursor
{
    private readonly ReadOnlySequence<byte> _sequence;
    private SequencePosition _next;

    public SegmentCursor(in ReadOnlySequence<byte> sequence)
    {
        _sequence = sequence;
        _next = sequence.Start;
        MoveNext();
    }

    /// <summary>The current segment.</summary>
    public ReadOnlySpan<byte> Span { get; private set; }

    /// <summary>Offset of the current segment's first byte from the start of the sequence.</summary>
    public long Start { get; private set; }

    /// <summary>Goes on to the next segment; false, and still at the last one, if there is none.</summary>
    public bool MoveNext()
    {
        if (!_sequence.TryGet(ref _next, out ReadOnlyMemory<byte> memory))
            return false;
        Start += Span.Length;
        Span = memory.Span;
        return true;
    }
}
