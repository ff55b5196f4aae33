using VllmStream.Cluster.Coordinating;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>How a run ends that lost nothing.</summary>
internal static class Delivery
{
    /// <summary>Every agent delivers, and none was called lost on the way.</summary>
    public static async Task OfAllAsync(ClusterRun run, Observer observer, int agents)
    {
        var ended = await run.CollectAsync(Fleet.Cancellation);
        Assert.Equal(agents, ended.Count);
        Assert.All(ended, static agent => Assert.Equal((false, null, true), (agent.IsLost, agent.Why, agent.Result.HasValue)));
        Assert.Empty(observer.Of("lost"));
        Assert.Equal(agents, observer.Of("result").Count);
    }
}
