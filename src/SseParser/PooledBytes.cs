using System.Buffers;

namespace VllmStream.Sse;

/// <summary>Holds a growing run of bytes in an array from the shared pool; rents nothing until something is added.</summary>
/// <remarks>A mutable struct, part of one reader. Copies share the array, so only one of them may be written or returned.</remarks>
internal struct PooledBytes
{
    // Room for an event type, an id or a short data line without growing.
    private const int FirstCapacity = 256;

    private byte[]? _array;
    private int _length;

    public readonly ReadOnlySpan<byte> Span => new(_array, 0, _length);

    public readonly ReadOnlyMemory<byte> Memory => new(_array, 0, _length);

    public readonly int Length => _length;

    /// <summary>Forgets the bytes but leaves them in place, so that views handed out before stay readable until the next write.</summary>
    public void Clear() => _length = 0;

    public void Append(byte value) => Reserve(1)[0] = value;

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void Append(in ReadOnlySequence<byte> bytes) => bytes.CopyTo(Reserve((int)bytes.Length));

    /// <summary>Removes the first <paramref name="count"/> bytes and moves the others down.</summary>
    public void RemoveFirst(int count)
    {
        if (count == 0)
            return;
        Span.Slice(count).CopyTo(_array);
        _length -= count;
    }

    /// <summary>Gives the array back when it is larger than <paramref name="capacity"/>, so that one giant does not pin memory for the rest of a body.</summary>
    public void ReturnIfLarger(int capacity)
    {
        if (_array is not null && _array.Length > capacity)
            Return();
    }

    public void Return()
    {
        byte[]? array = _array;
        this = default;
        if (array is not null)
            ArrayPool<byte>.Shared.Return(array);
    }

    private Span<byte> Reserve(int count)
    {
        int start = _length;
        int needed = checked(start + count);
        if (_array is null || needed > _array.Length)
            Grow(needed);
        _length = needed;
        return _array.AsSpan(start, count);
    }

    private void Grow(int needed)
    {
        // Doubling keeps the copying linear in the bytes added.
        long doubled = Math.Max(FirstCapacity, 2L * (_array?.Length ?? 0));
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(doubled, Array.MaxLength)));
        Span.CopyTo(larger);
        int length = _length;
        Return();
        _array = larger;
        _length = length;
    }
}
