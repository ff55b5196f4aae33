using System.Diagnostics;
using System.Text;
using VllmStream.Cluster;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class RunTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task Four_agents_report_and_deliver_everything()
    {
        await using var broker = await Broker.StartAsync();
        foreach (var name in new[] { "a", "b", "c", "d" })
            await _fleet.AgentAsync(broker.Settings, name, "eu");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 4, Fleet.Plan("length_ms=1500", "every_ms=100", "result_bytes=2500000"));
        Assert.True(run.CanBeAttached);
        Assert.DoesNotContain(run.State.Token, run.State.ToString(), StringComparison.Ordinal);
        var ended = await run.CollectAsync(Fleet.Cancellation);

        Assert.Equal(["a", "b", "c", "d"], ended.Select(static agent => agent.Info.Name));
        Assert.All(ended, agent =>
        {
            Assert.Equal((false, 0L, null), (agent.IsLost, agent.MissedReports, agent.Why));
            // 2.5 MB do not fit into one message of the broker.
            var text = Encoding.UTF8.GetString(agent.Result!.Value.Span);
            Assert.Equal(2_500_000, text.Length);
            var reports = _observer.Of("report", agent.Info.Name);
            Assert.StartsWith($"share={agent.Share} reports={reports.Count} ", text, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(1, reports.Count).Select(i => $"{agent.Share}:{i}"), reports);
            Assert.InRange(reports.Count, 5, 16);
            Assert.StartsWith($"share={agent.Share}/4", Assert.Single(_observer.Of("ready", agent.Info.Name)), StringComparison.Ordinal);
            // Both clocks are the same one here, so the whole offset is error.
            output.WriteLine($"clock of {agent.Info.Name}: wrong by {(agent.Clock!.AgentTicks - agent.Clock.OwnTicks) * 1e6 / Stopwatch.Frequency:0.0} µs, round trip {agent.Clock.RoundTripTicks * 1e6 / Stopwatch.Frequency:0.0} µs");
            Assert.InRange(Math.Abs(agent.Clock!.AgentTicks - agent.Clock.OwnTicks), 0, agent.Clock.RoundTripTicks / 2);
        });
        Assert.Equal(4, _observer.Of("result").Count);
        Assert.Empty(_observer.Of("lost"));

        await run.ReleaseAsync(Fleet.Cancellation);
        var next = await Discovery.LookAsync(await _fleet.LinkAsync(broker.Settings), Fleet.Cancellation);
        Assert.All(next, static agent => Assert.Equal(VllmStream.Cluster.Messages.AgentPhase.Idle, agent.Phase));
        var gone = await Assert.ThrowsAsync<ClusterException>(() => AttachAsync(broker, run.Id));
        Assert.StartsWith($"there is no run {run.Id}", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_are_chosen_by_region_and_waited_for()
    {
        await using var broker = await Broker.StartAsync();
        await _fleet.AgentAsync(broker.Settings, "b", "us");
        await _fleet.AgentAsync(broker.Settings, "a", "eu");
        var run = await _fleet.RunAsync(broker.Settings, _observer, regions: RegionCount.ParseAll("eu=2,us=1"));
        var choosing = run.ChooseAsync(Fleet.Cancellation);
        await Eventually.TrueAsync(() => _observer.Of("notice").Count > 0, "it says that it waits");
        Assert.Equal("not enough yet: eu=2 (1 free); 2 found", _observer.Of("notice")[0]);
        await _fleet.AgentAsync(broker.Settings, "c", "eu");
        Assert.Equal("acb", string.Concat((await choosing).Select(static agent => agent.Name)));

        var late = await _fleet.RunAsync(broker.Settings, _observer, 4, change: static settings => settings with { FindTime = TimeSpan.FromSeconds(1) });
        var fault = await Assert.ThrowsAsync<ClusterException>(() => late.ChooseAsync(Fleet.Cancellation));
        Assert.Equal($"not enough free agents on {broker.Url} after 1 s: 4 wanted; 3 found", fault.Message);
    }

    [Fact]
    public async Task Two_coordinators_share_a_broker_and_do_not_mix()
    {
        await using var broker = await Broker.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await _fleet.AgentAsync(broker.Settings, name);
        var other = new Observer();
        var first = await _fleet.StartedAsync(broker.Settings, _observer, 2, Fleet.Plan("length_ms=4000"));
        var second = await _fleet.StartedAsync(broker.Settings, other, 1, Fleet.Plan("length_ms=1000"));

        var third = await _fleet.RunAsync(broker.Settings, new Observer(), 1, change: static settings => settings with { FindTime = TimeSpan.FromSeconds(0.5) });
        var fault = await Assert.ThrowsAsync<ClusterException>(() => third.ChooseAsync(Fleet.Cancellation));
        Assert.Contains("1 wanted; 3 found, 3 of them busy with run ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(first.Id, fault.Message, StringComparison.Ordinal);

        await second.CollectAsync(Fleet.Cancellation);
        await first.DrainAsync(Fleet.Cancellation);
        var ended = await first.CollectAsync(Fleet.Cancellation);
        Assert.All(ended, static agent => Assert.Equal("the coordinator asked for it", agent.Why));
        Assert.Empty(_observer.Of("report", "c"));
        Assert.Equal(_observer.Of("report", "a").Count + _observer.Of("report", "b").Count, _observer.Of("report").Count);
        Assert.Equal(other.Of("report", "c").Count, other.Of("report").Count);
        Assert.NotEmpty(other.Of("report"));
    }

    [Fact]
    public async Task Files_of_any_size_reach_every_agent_and_nothing_is_left_of_them()
    {
        await using var broker = await Broker.StartAsync();
        var folder = Directory.CreateDirectory($"{broker.Folder}/work").FullName;
        await _fleet.AgentAsync(broker.Settings, "a", agentSettings: new AgentSettings { WorkFolder = folder });
        await _fleet.AgentAsync(broker.Settings, "b", agentSettings: new AgentSettings { WorkFolder = folder });
        var large = $"{broker.Folder}/trace.jsonl";
        await File.WriteAllBytesAsync(large, new byte[3_000_001], Fleet.Cancellation);
        await File.WriteAllBytesAsync($"{broker.Folder}/empty", [], Fleet.Cancellation);
        var plan = Fleet.Plan("length_ms=100", $"records={broker.Folder}/records") with { Files = [new AttachedFile("../trace.jsonl", large), new AttachedFile("e", $"{broker.Folder}/empty")] };
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 2, plan);
        Assert.All(_observer.Of("ready"), static facts => Assert.Contains("files=../trace.jsonl:3000001,e:0", facts, StringComparison.Ordinal));

        var ended = await run.CollectAsync(Fleet.Cancellation);
        Assert.Equal($"{broker.Folder}/records.1", ended[1].RecordFile);
        using var records = new MemoryStream();
        Assert.True(await run.FetchRecordsAsync(ended[1], records, Fleet.Cancellation));
        Assert.Equal(await File.ReadAllBytesAsync($"{broker.Folder}/records.1", Fleet.Cancellation), records.ToArray());
        await run.ReleaseAsync(Fleet.Cancellation);
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(folder).Any(), "the copies are removed");
    }

    [Fact]
    public async Task Refusals_come_in_one_line_and_leave_the_agents_free()
    {
        await using var broker = await Broker.StartAsync();
        var agent = await _fleet.AgentAsync(broker.Settings, "a", "eu");
        Assert.Equal("agent a (eu) refuses its share: no model", await RefusalAsync(broker, Fleet.Plan("refuse=no model")));
        Assert.Equal(
            "agent a (eu) refuses its share: it fires at its own machine only, and not at http://10.0.0.1:8000; start it with --allow-target http://10.0.0.1:8000",
            await RefusalAsync(broker, new ClusterPlan { Args = ["http://10.0.0.1:8000"], Seed = 1 }));
        Assert.Equal(
            "agent a (eu) refuses its share: it is vllmstream 1.0.0 and the coordinator 1.1.0; major and minor version must be the same",
            await RefusalAsync(broker, Fleet.Plan(), "1.1.0"));
        Assert.Equal("the API key is sent over TLS only, and not every link to the broker is TLS", await RefusalAsync(broker, Fleet.Plan() with { Key = new Secret("sk-1") }));
        await Eventually.TrueAsync(() => agent.Phase == VllmStream.Cluster.Messages.AgentPhase.Idle, "the agent is free again");

        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("fail=out of memory"));
        var failed = Assert.Single(await run.CollectAsync(Fleet.Cancellation));
        Assert.Equal(("out of memory", false), (failed.Why, failed.Result.HasValue));
    }

    [Fact]
    public async Task Broker_without_jetstream_runs_without_attach()
    {
        await using var broker = await Broker.StartAsync(hasJetStream: false);
        await _fleet.AgentAsync(broker.Settings, "a");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=300"));
        Assert.False(run.CanBeAttached);
        Assert.Equal("the broker runs without JetStream: this run cannot be picked up by --attach", Assert.Single(_observer.Of("notice")));
        Assert.True(Assert.Single(await run.CollectAsync(Fleet.Cancellation)).Result.HasValue);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => AttachAsync(broker, run.Id));
        Assert.Equal("the broker runs without JetStream", fault.Message);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    private async Task<string> RefusalAsync(Broker broker, ClusterPlan plan, string version = "1.0.0")
    {
        var run = await _fleet.RunAsync(broker.Settings, _observer, 1, change: settings => settings with { Version = version });
        await run.ChooseAsync(Fleet.Cancellation);
        return (await Assert.ThrowsAsync<ClusterException>(() => run.AssignAsync(plan, Fleet.Cancellation))).Message;
    }

    private async Task<ClusterRun> AttachAsync(Broker broker, string run) =>
        await ClusterRun.AttachAsync(await _fleet.LinkAsync(broker.Settings), run, new ClusterRunSettings { Version = "1.0.0" }, _observer, Fleet.Cancellation);
}
