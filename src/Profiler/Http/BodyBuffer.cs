using System.Buffers;

namespace VllmStream.Profiling.Http;

/// <summary>Decoded body bytes that nobody has consumed yet, in one piece: the parser above sees a single span.</summary>
/// <remarks>
/// A copy of a few hundred bytes per event buys a parser without segment borders; a token event costs some 10 ns of it.
/// Owned by one request.
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
            _start = _end = 0;
    }

    /// <summary>Forgets everything, keeping a small array for the next request.</summary>
    public void Clear()
    {
        _start = _end = 0;
        // A huge answer must not pin its buffer to this slot for the rest of the run.
        if (_bytes.Length > 1024 * 1024)
            Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

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
