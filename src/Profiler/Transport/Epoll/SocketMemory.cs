using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>What the kernel says about one TCP socket.</summary>
internal static unsafe class SocketMemory
{
    // struct tcp_info, linux/tcp.h: where each field stands.
    private const int TcpInfo = 11;
    private const int TcpInfoBytes = 256;
    private const int ReceiveThresholdOffset = 64;
    private const int AdvertisedSegmentOffset = 84;
    private const int DataSegmentsInOffset = 152;
    private const int ReceiveWindowOffset = 232;

    // SO_MEMINFO is an array of u32: 0 = bytes that wait to be read with their bookkeeping, 1 = how many may wait.
    private const int MemInfoWords = 9;

    /// <summary>True when the receive buffer is so full that the peer has to wait: what the kernel last announced as room is less than a peer would send for.</summary>
    /// <remarks>A sender waits for room for a whole segment, or half the largest window it has seen (RFC 9293, 3.8.6.2.1). Kernels before 6.2 do not tell the window: there, memory that is all but used up counts.</remarks>
    public static bool IsFull(int socket)
    {
        var info = stackalloc byte[TcpInfoBytes];
        if (!TryGetInfo(socket, info, ReceiveWindowOffset))
            return IsMemoryUsedUp(socket);
        var segment = *(uint*)(info + AdvertisedSegmentOffset);
        var halfWindow = *(uint*)(info + ReceiveThresholdOffset) / 2;
        return *(uint*)(info + ReceiveWindowOffset) < Math.Min(segment, halfWindow);
    }

    /// <summary>Segments with data received so far; null where the kernel does not say.</summary>
    public static long? DataSegments(int socket)
    {
        var info = stackalloc byte[TcpInfoBytes];
        return TryGetInfo(socket, info, DataSegmentsInOffset) ? *(uint*)(info + DataSegmentsInOffset) : null;
    }

    // False where the kernel's answer does not reach as far as the field of four bytes at the offset.
    private static bool TryGetInfo(int socket, byte* info, int offset)
    {
        uint length = TcpInfoBytes;
        return Libc.getsockopt(socket, Libc.ProtocolTcp, TcpInfo, info, &length) == 0 && length >= offset + sizeof(uint);
    }

    private static bool IsMemoryUsedUp(int socket)
    {
        var info = stackalloc uint[MemInfoWords];
        uint length = MemInfoWords * sizeof(uint);
        return Libc.getsockopt(socket, Libc.SolSocket, Libc.SoMemInfo, info, &length) == 0 && length >= 2 * sizeof(uint)
            // One segment more would not fit: with less than an eighth left the window that is announced is about nothing.
            && info[0] > info[1] - (info[1] / 8);
    }
}
