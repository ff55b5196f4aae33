using System.Buffers;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>The one buffer in which all sockets of a loop receive, so that ten thousand idle streams hold no memory. One thread.</summary>
internal sealed class SharedBuffer : IDisposable
{
    // Many reads of a fast stream fit in, and it stays in the second-level cache.
    private const int Size = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Size);

    /// <summary>Where to receive; the bytes must be gone before the next socket is read.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Gives it away to a reader that needs its bytes for longer.</summary>
    public void GiveAway() => _bytes = ArrayPool<byte>.Shared.Rent(Size);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
