using System.Net.Sockets;

namespace VllmStream.Profiling.Linux;

/// <summary>The errno values this program meets, and what .NET calls them.</summary>
internal static class Errno
{
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int InProgress = 115;

    /// <summary>The portable name of a failed socket call.</summary>
    internal static SocketError ToSocketError(int errno) => errno switch
    {
        1 or 13 => SocketError.AccessDenied,
        23 or 24 => SocketError.TooManyOpenSockets,
        98 => SocketError.AddressAlreadyInUse,
        97 => SocketError.AddressFamilyNotSupported,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        105 or 12 => SocketError.NoBufferSpaceAvailable,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };
}
