using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Tests.ClusterHost;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>Agents in this process, each with a link of its own, and coordinators beside them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _all = [];

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<Agent> AgentAsync(LinkSettings settings, string name, string region = "", AgentSettings? agentSettings = null, string version = "1.0.0")
    {
        var link = await NatsLink.ConnectAsync(settings, LinkRole.Agent, cancellation: Cancellation);
        var agent = await Agent.StartAsync(link, new AgentIdentity { Name = name, Region = region, Version = version }, new StandInWork(), agentSettings ?? new AgentSettings(), Cancellation);
        _all.AddRange([link, agent]);
        return agent;
    }

    public async Task<NatsLink> LinkAsync(LinkSettings settings, LinkRole role = LinkRole.Coordinator)
    {
        var link = await NatsLink.ConnectAsync(settings, role, cancellation: Cancellation);
        _all.Add(link);
        return link;
    }

    public async Task<ClusterRun> RunAsync(LinkSettings settings, Observer observer, int? agents = null, IReadOnlyList<RegionCount>? regions = null, Func<ClusterRunSettings, ClusterRunSettings>? change = null)
    {
        var runSettings = new ClusterRunSettings { Version = "1.0.7", Wish = AgentWish.Of(agents, regions), FindTime = TimeSpan.FromSeconds(10), StartLead = TimeSpan.FromMilliseconds(300) };
        var run = new ClusterRun(await LinkAsync(settings), change?.Invoke(runSettings) ?? runSettings, observer);
        _all.Add(run);
        return run;
    }

    /// <summary>A run through all its steps up to the start.</summary>
    public async Task<ClusterRun> StartedAsync(LinkSettings settings, Observer observer, int agents, ClusterPlan plan, Func<ClusterRunSettings, ClusterRunSettings>? change = null)
    {
        var run = await RunAsync(settings, observer, agents, change: change);
        await run.ChooseAsync(Cancellation);
        await run.AssignAsync(plan, Cancellation);
        await run.GoAsync(Cancellation);
        return run;
    }

    public static ClusterPlan Plan(params string[] args) => new() { Args = ["http://127.0.0.1:8000", .. args], Seed = 7 };

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_all))
            await one.DisposeAsync();
    }
}
