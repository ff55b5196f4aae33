using System.Collections.Frozen;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Server.Scraping;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>Gives the load the meters it counts in, and the look-out what they have counted. Made once; any thread.</summary>
internal static class RunMeters
{
    /// <summary>The meter of a group by its name.</summary>
    public static Func<string, LiveMeter?> Of(Aggregator aggregator, RequestPlan plan)
    {
        var meters = plan.Groups.ToFrozenDictionary(group => group, aggregator.Meter, StringComparer.Ordinal);
        return meters.GetValueOrDefault;
    }

    /// <summary>What this client has sent and got, all groups together.</summary>
    public static Func<ClientCount> Counts(Aggregator aggregator, RequestPlan plan)
    {
        LiveMeter[] meters = [.. plan.Groups.Distinct(StringComparer.Ordinal).Select(aggregator.Meter)];
        return () => new ClientCount(
            meters.Sum(meter => meter.SentTotal), meters.Sum(meter => meter.EndedTotal), meters.Sum(meter => meter.FirstTokenTotal), meters.Sum(meter => meter.TtftTotalMs));
    }
}
