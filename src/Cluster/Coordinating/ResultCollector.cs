using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Fetches the results at the end of a run, and says of whom there is none.</summary>
/// <param name="link">The broker.</param>
/// <param name="board">How agents stand.</param>
/// <param name="orders">What they are told by.</param>
/// <param name="ending">The order by which the run was ended early; null = it was not.</param>
/// <param name="settings">For how long it waits.</param>
/// <param name="run">The run.</param>
internal sealed class ResultCollector(NatsLink link, AgentBoard board, Orders orders, Func<string?> ending, ClusterRunSettings settings, RunState run)
{
    // A thousand groups of the widest distributions would be a tenth of it.
    private const long MostResult = 256L << 20;

    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Task> _fetching = new(StringComparer.Ordinal);
    private long _repeatTicks;

    /// <summary>Waits until each agent has delivered or is given up.</summary>
    public async Task<IReadOnlyList<AgentState>> CollectAsync(CancellationToken cancellation)
    {
        while (true)
        {
            RepeatEnding();
            foreach (var state in board.States.Where(static state => !state.IsSettled))
                await LookAsync(state, cancellation);
            var open = board.States.Where(static state => !state.IsSettled).ToArray();
            if (open.Length == 0)
                return board.States;
            foreach (var state in open)
            {
                if (WhyGiveUp(state, open) is { } why)
                    Settle(state, why);
            }

            await Task.Delay(LookPause, cancellation);
        }
    }

    // The order is lost on an agent that hangs, and on all of them while the broker is away: they would send until the end of their plan.
    private void RepeatEnding()
    {
        if (ending() is not { } verb || Ticks.Now < _repeatTicks || !link.View.IsUp)
            return;
        _repeatTicks = Ticks.Now + Ticks.From(Protocol.Beat);
        foreach (var state in board.States.Where(state => state is { IsLost: false, IsSettled: false } && (state.Phase == AgentPhase.Running || (state.Phase == AgentPhase.Draining && verb == "stop"))))
            _ = orders.SendAsync(state.Info.Id, verb, Protocol.Beat, CancellationToken.None);
    }

    private async Task LookAsync(AgentState state, CancellationToken cancellation)
    {
        var agent = state.Info.Id;
        if (_fetching.TryGetValue(agent, out var fetch))
        {
            if (!fetch.IsCompleted)
                return;
            _fetching.Remove(agent);
            await fetch;
        }
        else if (state.Phase == AgentPhase.Done)
        {
            _fetching[agent] = FetchAsync(state, cancellation);
        }
        else if (state.Phase is AgentPhase.Failed or AgentPhase.Refused)
        {
            Settle(state, null);
        }
    }

    private async Task FetchAsync(AgentState state, CancellationToken cancellation)
    {
        try
        {
            using var bytes = new MemoryStream();
            var request = new ChunkRequest { Token = run.Token, Name = $"the result of {state.Info.Shown}" };
            // No answer ends the try, and the next look begins another one unless the agent is given up.
            var head = await ChunkReader.FetchAsync(link, Subjects.Agent(state.Info.Id, "result"), request, bytes, MostResult, static _ => false, cancellation);
            if (head is null)
                return;
            ReadOnlyMemory<byte> result = bytes.ToArray();
            var now = board.Change(state.Info.Id, slot =>
            {
                (slot.Result, slot.RecordFile, slot.Why, slot.IsSettled) = (result, head.RecordFile, head.Why, true);
            });
            board.Tell(observer => observer.Result(now, result));
        }
        catch (ClusterException e)
        {
            Settle(state, e.Message);
        }
    }

    private string? WhyGiveUp(AgentState state, AgentState[] open)
    {
        var now = Ticks.Now;
        // A plan without an end is waited for: whoever does not want to leaves, and attaches later.
        if (!link.View.IsUp)
        {
            var away = link.DownTime;
            return run.EndsAt is { } end && away >= settings.AgentTimeout && TimeProvider.System.GetUtcNow() - end >= settings.AgentTimeout
                ? $"the broker has been away for {away.TotalSeconds:0} s, and the plan is over" : null;
        }

        var lostTicks = board.LostSince(state.Info.Id);
        return lostTicks != 0 && open.All(static other => other.IsLost) && now - lostTicks >= Ticks.From(settings.LostTime)
            ? $"nothing was heard of it for {state.Silence.TotalSeconds:0.#} s" : null;
    }

    private void Settle(AgentState state, string? why) => board.Change(state.Info.Id, slot => (slot.IsSettled, slot.Why) = (true, why ?? slot.Why));
}
