using System.Globalization;
using VllmStream.Cluster.Coordinating;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class OutageTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task Broker_away_in_the_middle_loses_nobody_and_no_result()
    {
        await using var broker = await Broker.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await _fleet.AgentAsync(broker.Settings, name);
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 3, Fleet.Plan("length_ms=7000", "every_ms=250"));
        await Eventually.TrueAsync(() => _observer.Of("report").Count >= 3, "reports");
        broker.Kill();
        await Task.Delay(TimeSpan.FromSeconds(5), Fleet.Cancellation);
        await broker.StartAgainAsync();
        await Delivery.OfAllAsync(run, _observer, 3);
        // Nothing that measures waited for the broker: each took all its turns of 0.25 s in these 7 s.
        Assert.All(_observer.Of("result"), static text => Assert.InRange(int.Parse(text.Split("reports=")[1].Split(' ')[0], CultureInfo.InvariantCulture), 20, 28));
    }

    [Fact]
    public async Task Broker_away_at_the_end_is_waited_for_by_both_sides()
    {
        await using var broker = await Broker.StartAsync();
        await _fleet.AgentAsync(broker.Settings, "a");
        var run = await _fleet.StartedAsync(broker.Settings, _observer, 1, Fleet.Plan("length_ms=1500", "every_ms=200") with { Length = TimeSpan.FromSeconds(1.5) });
        await Eventually.TrueAsync(() => _observer.Of("report").Count > 0, "a report");
        broker.Kill();
        var collecting = run.CollectAsync(Fleet.Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(3), Fleet.Cancellation);
        Assert.False(collecting.IsCompleted);
        await broker.StartAgainAsync();
        await collecting;
        await Delivery.OfAllAsync(run, _observer, 1);

        // Bounded: with a short patience the run ends without a result and says why.
        var impatient = await _fleet.StartedAsync(broker.Settings, new Observer(), 1, Fleet.Plan("length_ms=500") with { Length = TimeSpan.FromSeconds(0.5) }, static settings => settings with { AgentTimeout = TimeSpan.FromSeconds(2) });
        broker.Kill();
        var given = Assert.Single(await impatient.CollectAsync(Fleet.Cancellation));
        Assert.Matches("^the broker has been away for [2-9] s, and the plan is over$", given.Why);
        await broker.StartAgainAsync();
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
