using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Waits until every agent of a run is ready. Before the start a loss is no question of policy: the plan is not the one that was asked for.</summary>
internal static class ReadyWait
{
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when all are.</summary>
    /// <exception cref="ClusterException">One refuses, is lost, or takes too long.</exception>
    public static async Task ForAllAsync(AgentBoard board, TimeSpan patience, CancellationToken cancellation)
    {
        var giveUpTicks = Ticks.Now + Ticks.From(patience);
        while (true)
        {
            var states = board.States;
            if (states.All(static state => state.Phase == AgentPhase.Ready && !state.IsLost))
                return;
            // The answer to an order says that it refuses; why comes a moment later, with its own word.
            if (states.FirstOrDefault(static state => state is { Phase: AgentPhase.Refused or AgentPhase.Failed, Why: not null }) is { } refused)
                throw new ClusterException($"agent {refused.Info.Shown} refuses its share: {refused.Why}");
            if (states.FirstOrDefault(static state => state.IsLost) is { } lost)
                throw new ClusterException($"agent {lost.Info.Shown} was lost before the start");
            if (Ticks.Now > giveUpTicks)
                throw new ClusterException($"agent {states.First(static state => state.Phase != AgentPhase.Ready).Info.Shown} was not ready after {patience.TotalSeconds:0.#} s");
            await Task.Delay(LookPause, cancellation);
        }
    }
}
