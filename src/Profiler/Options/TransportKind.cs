namespace VllmStream.Profiling.Options;

/// <summary>How bytes are sent and received.</summary>
public enum TransportKind
{
    /// <summary>Event loops of our own and the kernel's receive time stamps; Linux.</summary>
    Epoll,

    /// <summary>.NET's sockets, stamped after the read; everywhere.</summary>
    Portable,
}
