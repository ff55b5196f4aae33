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
    public ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        var answer = _names.AddOrUpdate(host, static name => Ask(name), static (name, old) => IsGood(old) ? old : Ask(name)).Answer;
        return answer.IsCompletedSuccessfully ? new ValueTask<IPAddress[]>(answer.Result) : new ValueTask<IPAddress[]>(answer.WaitAsync(cancel));
    }

    /// <summary>Puts the address that answered in front, so that later connections do not try the others first.</summary>
    /// <param name="host">The name.</param>
    /// <param name="addresses">Its addresses as they were tried.</param>
    /// <param name="answered">Which of them answered.</param>
    public void Prefer(string host, IPAddress[] addresses, int answered)
    {
        if (answered == 0 || !_names.TryGetValue(host, out var known))
            return;
        IPAddress[] ordered = [addresses[answered], .. addresses[..answered], .. addresses[(answered + 1)..]];
        _names.TryUpdate(host, (Task.FromResult(ordered), known.AskedTicks), known);
    }

    private static bool IsGood((Task<IPAddress[]> Answer, long AskedTicks) known) => !known.Answer.IsFaulted && Ticks.Now - known.AskedTicks <= LifeTicks;

    private static (Task<IPAddress[]> Answer, long AskedTicks) Ask(string name) =>
        (IPAddress.TryParse(name, out var literal) ? Task.FromResult<IPAddress[]>([literal]) : Dns.GetHostAddressesAsync(name), Ticks.Now);
}
