using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A broker that dies for five seconds costs a run nothing: agents go on, and deliver when it is back.</summary>
[Trait("transport", "any")]
public sealed class BrokerOutageTests
{
    private const int Requests = 120;

    [Fact]
    public async Task Run_whose_broker_is_away_for_five_seconds_loses_nothing()
    {
        await using var broker = await Broker.StartAsync();
        string[] link = ["--nats", broker.Url];
        using var server = ScriptedServer.Start(request => request.IsPost ? Reply.Chat(2, 1, 3) : null);
        using var one = await AgentProcess.StartAsync("one", link);
        using var two = await AgentProcess.StartAsync("two", link);
        using var started = StartedRun.Start(server.Url, [.. link, "--agents", "2"], ["-r", "30", "--arrival", "constant", "-n", $"{Requests}", "--warmup", "0", "--isl", "8", "--osl", "4", "--metrics", "none"]);
        await Wait.UntilAsync(() => server.Posts.Count >= 20);
        broker.Kill();
        await Task.Delay(5_000, TestContext.Current.CancellationToken);
        // The load is over by now, and nobody could say so.
        Assert.Equal(Requests, server.Posts.Count);
        await broker.StartAgainAsync();
        using var run = await started.EndAsync();

        run.AssertValid();
        var records = new[] { one, two }.SelectMany(agent => agent.Records(run.Id).Requests).ToList();
        Assert.Equal(Requests, records.Count);
        Assert.Equal((Requests, Requests), (run.File.Summary.Sent, run.File.Summary.Metric("ttft_ms").N));
        Assert.Equal(records.Max(request => request.E2eMs), run.File.Summary.Metric("e2e_ms").Max);
        Assert.DoesNotContain(run.File.Notes, note => note.GetProperty("code").GetString() is "agent_lost" or "agent_back");
        Assert.True(run.File.HasNote($"the broker at {broker.Url} is away"));
        Assert.True(run.File.HasNote("the broker is back"));
        Assert.Contains("the broker was away", run.Process.Stderr, StringComparison.Ordinal);
    }
}
