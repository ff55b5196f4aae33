using System.Collections.Concurrent;
using System.Net;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Transport;

/// <summary>Name resolution with a short memory, so that a thousand new connections ask once. Any thread.</summary>
internal sealed class NameCache
{
    // As long as common stub resolvers and keep-alive pools remember a name: a moved service is found within half a minute.
    private static readonly long LifeTicks = Ticks.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (Task<IPAddress[]> Answer, long AskedTicks)> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Addresses of a name in the resolver's order; an address literal is its own answer.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name does not resolve.</exception>
    public async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];

        var entry = _names.AddOrUpdate(
            host,
            static name => (Dns.GetHostAddressesAsync(name), Ticks.Now),
            static (name, old) => old.Answer.IsFaulted || Ticks.Now - old.AskedTicks > LifeTicks ? (Dns.GetHostAddressesAsync(name), Ticks.Now) : old);
        return await entry.Answer.WaitAsync(cancel);
    }
}
