using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Link;

public sealed class PermissionTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();

    [Fact]
    public async Task Permissions_of_the_documentation_are_enough_for_a_run_and_its_successor()
    {
        var folder = Broker.NewFolder();
        var block = (await DocumentedPermissions.ReadAsync()).Replace("/var/lib/nats", $"{folder}/kept", StringComparison.Ordinal);
        await using var broker = await Broker.StartAsync(block, hasJetStream: false, folder: folder);
        var agent = broker.Settings with { User = "agent", Password = new Secret("change-me-agent") };
        var coordinator = broker.Settings with { User = "coordinator", Password = new Secret("change-me-coordinator") };

        var file = $"{folder}/file";
        await File.WriteAllTextAsync(file, "text", Fleet.Cancellation);
        await _fleet.AgentAsync(agent, "a");
        var observer = new Observer();
        var run = await _fleet.StartedAsync(coordinator, observer, 1, Fleet.Plan("length_ms=500", $"records={folder}/records") with { Files = [new AttachedFile("f", file)] });
        Assert.True(run.CanBeAttached);
        await run.DisposeAsync();
        await using var next = await ClusterRun.AttachAsync(await _fleet.LinkAsync(coordinator), run.Id, new ClusterRunSettings { Version = "1.0.0" }, observer, Fleet.Cancellation);
        await next.DrainAsync(Fleet.Cancellation);
        var ended = Assert.Single(await next.CollectAsync(Fleet.Cancellation));
        using var records = new MemoryStream();
        Assert.True(await next.FetchRecordsAsync(ended, records, Fleet.Cancellation));
        Assert.True(records.Length > 0);
        await next.ReleaseAsync(Fleet.Cancellation);
        // Nothing was refused on the way.
        Assert.Empty(observer.Of("notice"));

        // The password of an agent is no right to command other agents.
        var thief = await _fleet.RunAsync(agent, observer, 1);
        var fault = await Assert.ThrowsAsync<VllmStream.Cluster.ClusterException>(() => thief.ChooseAsync(Fleet.Cancellation));
        Assert.Equal("the broker does not allow this user to publish to $SRV.INFO.vllmstream-agent; see its permissions", fault.Message);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
