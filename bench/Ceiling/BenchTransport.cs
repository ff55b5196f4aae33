using VllmStream.Bench.Loads;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Bench.Ceiling;

/// <summary>The transports that a bench can use in its own process.</summary>
internal static class BenchTransport
{
    /// <summary>Event loops.</summary>
    public const string Epoll = "epoll";

    /// <summary>.NET sockets.</summary>
    public const string Portable = "portable";

    /// <summary>One lane of the transport of this name.</summary>
    /// <exception cref="BenchException">There is none.</exception>
    public static Lane Open(string name)
    {
        var kind = name switch
        {
            Epoll => TransportKind.Epoll,
            Portable => TransportKind.Portable,
            _ => throw new BenchException($"no transport {name} in this process; there are: {Epoll}, {Portable}"),
        };
        return Lanes.Open(new LoadOptions { Transport = kind, Loops = 1 }, new ClientHealth())[0];
    }
}
