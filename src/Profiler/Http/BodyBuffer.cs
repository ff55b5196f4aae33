using System.Buffers;

namespace VllmStream.Profiling.Http;

/// <summary>Decoded body bytes that nobody has consumed yet, in one piece: the parser above sees a single span.</summary>
/// <remarks>
/// A copy of a few hundred bytes per event buys a parser without segment borders; a token event costs some 10 ns of it.
/// Owned by one request. With nothing unread it holds no array: the next request that reads on this thread gets the same one
/// from the pool, still in the cache, and ten thousand that wait hold none.
/// </remarks>
public sealed class BodyBuffer : IDisposable
{
    private const int InitialBytes = 4 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>What is there.</summary>
    public ReadOnlySequence<byte> Unread => new(_bytes, _start, _end - _start);

    /// <summary>Number of unread bytes.</summary>
    public int Count => _end - _start;

    /// <summary>Appends a copy.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Appends a copy of several pieces.</summary>
    public void Append(in ReadOnlySequence<byte> bytes)
    {
        foreach (var piece in bytes)
            Append(piece.Span);
    }

    /// <summary>Room for <paramref name="count"/> more bytes; <see cref="Commit"/> says how many were written.</summary>
    public Memory<byte> ReserveMemory(int count)
    {
        Reserve(count);
        return _bytes.AsMemory(_end, count);
    }

    /// <summary>Counts in what was written to reserved memory.</summary>
    public void Commit(int count) => _end += count;

    /// <summary>Keeps only the last <paramref name="remaining"/> bytes: what a parser left over.</summary>
    public void KeepLast(long remaining)
    {
        _start = _end - (int)remaining;
        if (_start == _end)
            Clear();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _end < count)
            MakeRoom(count);
        return _bytes.AsSpan(_end, count);
    }

    // Moving up is enough while at least half is free; else the array doubles, so appending stays linear.
    private void MakeRoom(int count)
    {
        var unread = Count;
        if (_bytes.Length >= 2L * (unread + count))
        {
            _bytes.AsSpan(_start, unread).CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBytes, checked(2 * (unread + count))));
            _bytes.AsSpan(_start, unread).CopyTo(larger);
            if (_bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        (_start, _end) = (0, unread);
    }
}
