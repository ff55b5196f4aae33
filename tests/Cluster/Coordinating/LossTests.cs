using System.Diagnostics;
using VllmStream.Cluster.Coordinating;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class LossTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private readonly HostProcesses _hosts = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task Killed_agent_is_noticed_within_three_seconds_and_its_share_named()
    {
        await using var broker = await Broker.StartAsync();
        await _hosts.StartAsync(broker.Url, "a");
        await _fleet.AgentAsync(broker.Settings, "b");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 2, Fleet.Plan("length_ms=4500", "every_ms=500"), static settings => settings with { LostTime = TimeSpan.FromSeconds(1) });
        await Eventually.TrueAsync(() => _observer.Of("report", "a").Count >= 2, "two reports");
        output.WriteLine($"memory of the agent's process: {Process.GetProcessById(_hosts.Ids[0]).WorkingSet64 / 1e6:0} MB");
        var killed = Stopwatch.GetTimestamp();
        Signals.Send(_hosts.Ids[0], Signals.Kill);
        await Eventually.TrueAsync(() => _observer.Of("lost").Count > 0, "the loss is noticed");
        var noticed = Stopwatch.GetElapsedTime(killed, _observer.TicksOf("lost", "a"));
        output.WriteLine($"kill noticed after {noticed.TotalSeconds:0.00} s");
        // On a machine that is so busy that our own link seems to be down, nobody is judged in the 2.5 s after.
        Assert.InRange(noticed.TotalSeconds, 1, _observer.Of("notice").Contains("the broker is back", StringComparer.Ordinal) ? 8 : 3);
        Assert.Equal("share 1 of 2", Assert.Single(_observer.Of("lost", "a")));

        var ended = await run.CollectAsync(Fleet.Cancellation);
        Assert.StartsWith("nothing was heard of it for ", ended[0].Why, StringComparison.Ordinal);
        Assert.Equal((true, false), (ended[0].IsLost, ended[0].Result.HasValue));
        Assert.Equal((false, true), (ended[1].IsLost, ended[1].Result.HasValue));
        Assert.Empty(_observer.Of("lost", "b"));
    }

    [Fact]
    public async Task What_a_second_lost_agent_had_taken_over_is_handed_on()
    {
        await using var broker = await Broker.StartAsync();
        await _hosts.StartAsync(broker.Url, "a");
        await _hosts.StartAsync(broker.Url, "b");
        await _fleet.AgentAsync(broker.Settings, "c");
        await _fleet.AgentAsync(broker.Settings, "d");
        var run = await _fleet.StartedAsync(
            broker.Settings, _observer, 4, Fleet.Plan("length_ms=14000", "every_ms=500"),
            static settings => settings with { OnLoss = LossPolicy.Rebalance, LostTime = TimeSpan.FromSeconds(1) });
        await Eventually.TrueAsync(() => _observer.Of("report", "a").Count > 0 && _observer.Of("report", "b").Count > 0, "reports");
        Signals.Send(_hosts.Ids[0], Signals.Kill);
        await Eventually.TrueAsync(() => _observer.Of("notice").Contains("share 1 of 4 goes to the 3 others", StringComparer.Ordinal), "the first is handed on");
        Signals.Send(_hosts.Ids[1], Signals.Kill);
        await Eventually.TrueAsync(() => _observer.Of("notice").Contains("what it had taken over of share 1 goes to the 2 others", StringComparer.Ordinal), "the second is handed on");
        Assert.Contains("share 2 of 4 goes to the 2 others", _observer.Of("notice"));
        // For whoever picks the run up.
        Assert.Equal((LossPolicy.Rebalance, "0,1"), (run.State.OnLoss, string.Join(',', run.State.Away)));
        await run.CollectAsync(Fleet.Cancellation);
        // Of share 0 every third, and of the third that the second had, each every other one: all of it.
        Assert.Contains("added=0.1/3,1.0/2,0.0/6 ", Assert.Single(_observer.Of("result", "c")), StringComparison.Ordinal);
        Assert.Contains("added=0.2/3,1.1/2,0.3/6 ", Assert.Single(_observer.Of("result", "d")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hung_agent_is_lost_then_back_and_delivers()
    {
        await using var broker = await Broker.StartAsync();
        await _hosts.StartAsync(broker.Url, "a");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=4500", "every_ms=500"));
        await Eventually.TrueAsync(() => _observer.Of("report").Count > 0, "a report");
        Signals.Send(_hosts.Ids[0], Signals.Stop);
        await Eventually.TrueAsync(() => _observer.Of("lost").Count > 0, "lost");
        Signals.Send(_hosts.Ids[0], Signals.Continue);
        await Eventually.TrueAsync(() => _observer.Of("back").Count > 0, "back");
        var ended = Assert.Single(await run.CollectAsync(Fleet.Cancellation));
        Assert.Equal((false, 0L), (ended.IsLost, ended.MissedReports));
        Assert.InRange(ended.Silence.TotalSeconds, 2, 6);
        await run.ReleaseAsync(Fleet.Cancellation);
        Assert.StartsWith($"share=0 reports={_observer.Of("report").Count} ", Assert.Single(_observer.Of("result")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_that_hung_when_the_run_was_drained_drains_when_it_is_back()
    {
        await using var broker = await Broker.StartAsync();
        await _hosts.StartAsync(broker.Url, "a");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=60000", "every_ms=500"));
        await Eventually.TrueAsync(() => _observer.Of("report").Count > 0, "a report");
        Signals.Send(_hosts.Ids[0], Signals.Stop);
        await Eventually.TrueAsync(() => _observer.Of("lost").Count > 0, "lost");
        await run.DrainAsync(Fleet.Cancellation);
        Signals.Send(_hosts.Ids[0], Signals.Continue);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Equal("the coordinator asked for it", Assert.Single(await run.CollectAsync(patience.Token)).Why);
        Assert.Contains("drained=True", Assert.Single(_observer.Of("result")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_told_to_end_drains_delivers_and_leaves()
    {
        await using var broker = await Broker.StartAsync();
        await _hosts.StartAsync(broker.Url, "a");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=60000"));
        await Eventually.TrueAsync(() => _observer.Of("report").Count > 0, "a report");
        Signals.Send(_hosts.Ids[0], Signals.Term);
        var ended = Assert.Single(await run.CollectAsync(Fleet.Cancellation));
        Assert.Equal(("the agent was told to end", true), (ended.Why, ended.Result.HasValue));
        await run.ReleaseAsync(Fleet.Cancellation);
        await Eventually.TrueAsync(() => _hosts.Lines.Contains("left", StringComparer.Ordinal), "it leaves");
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _hosts.DisposeAsync();
    }
}
