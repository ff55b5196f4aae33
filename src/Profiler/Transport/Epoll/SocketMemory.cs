using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>What the kernel says about one TCP socket.</summary>
internal static unsafe class SocketMemory
{
    // struct tcp_info, linux/tcp.h: tcpi_data_segs_in stands behind 152 bytes of older fields.
    private const int TcpInfo = 11;
    private const int DataSegmentsInOffset = 152;

    // SO_MEMINFO is an array of u32: 0 = bytes that wait to be read with their bookkeeping, 1 = how many may wait.
    private const int MemInfoWords = 9;

    /// <summary>True when the receive buffer is so full that the kernel has told the peer to stop, or is about to.</summary>
    public static bool IsFull(int socket)
    {
        var info = stackalloc uint[MemInfoWords];
        uint length = MemInfoWords * sizeof(uint);
        if (Libc.getsockopt(socket, Libc.SolSocket, Libc.SoMemInfo, info, &length) != 0 || length < 2 * sizeof(uint))
            return false;
        // One segment more would not fit: with less than an eighth left the window that is announced is about nothing.
        return info[0] > info[1] - (info[1] / 8);
    }

    /// <summary>Segments with data received so far; null where the kernel does not say.</summary>
    public static long? DataSegments(int socket)
    {
        var info = stackalloc byte[256];
        uint length = 256;
        return Libc.getsockopt(socket, Libc.ProtocolTcp, TcpInfo, info, &length) == 0 && length >= DataSegmentsInOffset + sizeof(uint)
            ? *(uint*)(info + DataSegmentsInOffset)
            : null;
    }
}
