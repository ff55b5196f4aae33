using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>How an agent's monotonic clock stands against ours, by the shortest of several round trips. Pure.</summary>
/// <param name="OwnTicks">Our clock in the middle of that round trip.</param>
/// <param name="AgentTicks">The agent's clock as it answered.</param>
/// <param name="AgentTicksPerSecond">Ticks of its clock in a second.</param>
/// <param name="RoundTripTicks">How long it took; the truth lies within half of it.</param>
public sealed record ClockEstimate(long OwnTicks, long AgentTicks, long AgentTicksPerSecond, long RoundTripTicks)
{
    /// <summary>By how much it can be wrong, in milliseconds.</summary>
    public double UncertaintyMs => Ticks.ToMs(RoundTripTicks) / 2;

    /// <summary>An instant of our clock on the agent's.</summary>
    public long ToAgentTicks(long ownTicks) => AgentTicks + (long)((ownTicks - OwnTicks) * ((double)AgentTicksPerSecond / Ticks.PerSecond));
}
