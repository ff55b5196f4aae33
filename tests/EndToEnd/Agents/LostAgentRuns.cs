using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>Runs that lose an agent, all at the same time on one broker: a lost one is waited for, and waiting costs nothing.</summary>
public sealed class LostAgentRuns : IAsyncLifetime
{
    private readonly List<LostAgentCase> _all = [];
    private Broker? _broker;

    /// <summary>Killed; the others go on.</summary>
    internal LostAgentCase Killed => Case(0);

    /// <summary>Killed; the others take its share over.</summary>
    internal LostAgentCase TakenOver => Case(1);

    /// <summary>Killed; the others drain.</summary>
    internal LostAgentCase Ended => Case(2);

    /// <summary>Stopped, noticed, and continued.</summary>
    internal LostAgentCase Paused => Case(3);

    /// <summary>The same, after the others have taken its share over.</summary>
    internal LostAgentCase PausedAndTakenOver => Case(4);

    public async ValueTask InitializeAsync()
    {
        if (!Brokers.AreHere)
            return;
        _broker = await Broker.StartAsync();
        string[] link = ["--nats", _broker.Url];
        foreach (var region in new[] { "c", "r", "s", "p", "q" })
            _all.Add(await LostAgentCase.PrepareAsync(link, region));
        await Task.WhenAll(
            _all[0].PlayAsync(link, "continue", Kill),
            _all[1].PlayAsync(link, "rebalance", Kill),
            _all[2].PlayAsync(link, "stop", Kill),
            _all[3].PlayAsync(link, "continue", Stop, ContinueAsync),
            _all[4].PlayAsync(link, "rebalance", Stop, ContinueAsync));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _all)
            one.Dispose();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    private static void Kill(VllmstreamProcess process) => process.Signal(VllmstreamProcess.SigKill);

    private static void Stop(VllmstreamProcess process) => process.Signal(VllmstreamProcess.SigStop);

    private static async Task ContinueAsync(LostAgentCase run)
    {
        await run.Started.LineAsync(line => line.GetProperty("type").GetString() == "note" && line.GetProperty("code").GetString() == "agent_lost");
        // Past the instant from which others have its share.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        run.Agents[1].Process.Signal(VllmstreamProcess.SigCont);
    }

    private LostAgentCase Case(int index)
    {
        Brokers.Required(_broker);
        return _all[index];
    }
}
