using System.Net.Sockets;

namespace VllmStream.Profiling.Transport;

/// <summary>Turns what the system says about a failed connection into a stable word and one line.</summary>
public static class ConnectErrors
{
    /// <summary>The error of a failed socket call.</summary>
    public static RequestError From(SocketException error, string where) => From(error.SocketErrorCode, error.Message, where);

    /// <summary>The error of a failed socket call.</summary>
    /// <param name="code">What failed.</param>
    /// <param name="message">The system's words for it, where we have none.</param>
    /// <param name="where">Host and port.</param>
    public static RequestError From(SocketError code, string message, string where) => new(Kind(code), $"{where}: {Text(code) ?? message}");

    private static string Kind(SocketError code) => code switch
    {
        SocketError.ConnectionRefused => "refused",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => "dns",
        SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse => "ports",
        SocketError.TooManyOpenSockets => "fds",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkDown => "unreachable",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "reset",
        SocketError.TimedOut => "timeout",
        _ => "socket",
    };

    private static string? Text(SocketError code) => code switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse => "no free local port (net.ipv4.ip_local_port_range)",
        SocketError.TooManyOpenSockets => "no free file descriptor (ulimit -n)",
        _ => null,
    };
}
