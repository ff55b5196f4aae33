using System.Net.Sockets;
using System.Runtime.InteropServices;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>What to do when the system gives no descriptor for the loop itself.</summary>
internal static class Descriptors
{
    /// <summary>The descriptor.</summary>
    /// <exception cref="SocketException">It is -1.</exception>
    public static int OrThrow(int descriptor) =>
        descriptor >= 0 ? descriptor : throw new SocketException((int)Errno.ToSocketError(Marshal.GetLastPInvokeError()));
}
