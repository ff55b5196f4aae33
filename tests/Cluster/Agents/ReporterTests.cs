using System.Text;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Agents;

public sealed class ReporterTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();
    private AgentNow? _now = new(Subjects.Report, AgentPhase.Running, null, default);

    [Fact]
    public async Task Reports_are_numbered_and_the_end_comes_behind_the_last()
    {
        await using var broker = await Broker.StartAsync(hasJetStream: false);
        var link = await _fleet.LinkAsync(broker.Settings, LinkRole.Agent);
        var other = await _fleet.LinkAsync(broker.Settings);
        await using var heard = await other.SubscribeAsync("test.>", 4096, Fleet.Cancellation);
        await other.FlushAsync(Fleet.Cancellation);
        await using (var reporter = new Reporter(link, static kind => "test." + kind, () => _now))
        {
            for (var i = 1; i <= 500; i++)
                reporter.Add(Encoding.UTF8.GetBytes($"{i}"));
            _now = _now! with { Kind = Subjects.Ended, Phase = AgentPhase.Done };
            reporter.Wake();
            var reports = new List<(long, string)>();
            while (true)
            {
                var message = await heard.Msgs.ReadAsync(Fleet.Cancellation);
                var head = Frame.Read(message.Data, ClusterJson.Default.AgentMessage, out var body);
                if (body.Length == 0 && head.Phase != AgentPhase.Done)
                    continue;
                if (head.Phase == AgentPhase.Done)
                {
                    Assert.Equal(("test.ended", 500L), (message.Subject, head.Seq));
                    break;
                }

                reports.Add((head.Seq, Encoding.UTF8.GetString(body.Span)));
            }

            Assert.Equal(Enumerable.Range(1, 500).Select(static i => ((long)i, $"{i}")), reports);
        }
    }

    [Fact]
    public async Task Adding_a_report_never_waits_for_a_broker_that_is_away()
    {
        await using var broker = await Broker.StartAsync(hasJetStream: false);
        var link = await _fleet.LinkAsync(broker.Settings, LinkRole.Agent);
        broker.Kill();
        await using var reporter = new Reporter(link, static kind => "test." + kind, () => _now);
        // More than it keeps: the oldest go. If one of these waited for the broker, it would wait for good.
        for (var i = 0; i < 10_000; i++)
            reporter.Add(new byte[10]);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
