using VllmStream.Profiling.Health;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport.Epoll;

namespace VllmStream.Profiling.Transport;

/// <summary>Opens the lanes of a run.</summary>
public static class Lanes
{
    /// <summary>Event loops where they are asked for, else the one portable lane.</summary>
    /// <param name="load">Transport and number of loops.</param>
    /// <param name="health">Hears of each lane.</param>
    public static IReadOnlyList<Lane> Open(LoadOptions load, ClientHealth health)
    {
        if (load.Transport == TransportKind.Portable || !EpollTransport.IsSupported)
        {
            health.ReadLagSource = "canary";
            return [new SocketLane(health.AddLane())];
        }
        health.ReadLagSource = HealthRules.KernelSource;
        var count = load.Loops ?? Math.Max(1, Environment.ProcessorCount - 1);
        return [.. Enumerable.Range(0, count).Select(_ => new EventLoop(health.AddLane()))];
    }
}
