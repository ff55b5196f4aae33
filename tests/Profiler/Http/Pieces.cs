using System.Buffers;

namespace VllmStream.Tests.Profiler.Http;

/// <summary>The same bytes in every way a network may cut them.</summary>
internal static class Pieces
{
    /// <summary>One sequence of the given pieces.</summary>
    public static ReadOnlySequence<byte> Join(params ReadOnlyMemory<byte>[] pieces)
    {
        var first = new Piece(pieces[0], 0);
        var last = first;
        foreach (var memory in pieces.Skip(1))
            last = last.Append(memory);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
