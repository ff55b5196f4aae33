using VllmStream.Bench.Loads;
using VllmStream.Profiling.Transport;

namespace VllmStream.Bench.Ceiling;

/// <summary>The transports that a bench can use in its own process.</summary>
internal static class BenchTransport
{
    /// <summary>.NET sockets.</summary>
    public const string Portable = "portable";

    /// <summary>The transport of this name.</summary>
    /// <exception cref="BenchException">There is none.</exception>
    public static ITransport Of(string name) => name switch
    {
        Portable => new SocketTransport(),
        _ => throw new BenchException($"no transport {name} in this process; there is: {Portable}"),
    };
}
