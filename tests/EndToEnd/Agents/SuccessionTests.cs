using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A coordinator that is killed, and one that is told to end.</summary>
[Trait("transport", "any")]
public sealed class SuccessionTests
{
    private static readonly string[] Load = ["-r", "20", "--arrival", "constant", "--warmup", "0", "--osl", "4", "--metrics", "none", "--agents", "2"];

    [Fact]
    public async Task Run_whose_coordinator_was_killed_is_picked_up_and_nothing_of_it_is_missing()
    {
        await using var broker = await Broker.StartAsync();
        string[] link = ["--nats", broker.Url];
        using var server = Server();
        var agents = await AgentProcess.StartAllAsync(["one", "two"], link);
        using var one = agents[0];
        using var two = agents[1];
        using var machine = new TempFolder();
        var scenario = machine.Write("mine.yaml", "name: mine\ntasks: [{ name: asked, prompt: of a file }]\n");
        using var first = StartedRun.Start(server.Url, link, [.. Load, "-n", "140", "-f", scenario, "--check", "asked.ttft.p50 < 10s"]);
        var id = (await first.PhaseAsync("running")).GetProperty("run").GetString()!;

        // As long as it lives, nobody takes its run.
        using var early = StartedRun.Attach(id, link);
        var refused = await early.Process.WaitAsync();
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains($"error: run {id} still has its coordinator\n", refused.Stderr, StringComparison.Ordinal);

        // The machine of the coordinator is gone, and its files with it.
        first.Process.Signal(VllmstreamProcess.SigKill);
        File.Delete(scenario);
        using var second = StartedRun.Attach(id, link);
        using var run = await second.EndAsync();
        Assert.Contains($"attached to run {id} with 2 agents", run.Process.Stderr, StringComparison.Ordinal);
        run.AssertValid();
        Assert.Equal(id, run.Id);
        Assert.Equal("mine", run.File.RunStarted.GetProperty("scenario").GetString());
        Assert.Equal("asked", Assert.Single(run.File.Summary.Line.GetProperty("groups").EnumerateObject()).Name);
        Assert.True(Assert.Single(run.File.Summary.Line.GetProperty("checks").EnumerateArray()).GetProperty("pass").GetBoolean());
        Assert.Equal(140, server.Posts.Count);
        Assert.Equal(Enumerable.Range(0, 140), agents.SelectMany(agent => agent.Records(id).Requests).Select(request => (int)request.Id).Order());
        Assert.Equal((140, 140), (run.File.Summary.Sent, run.File.Summary.Metric("ttft_ms").N));

        // Everything was fetched, so there is nothing left to pick up.
        using var late = StartedRun.Attach(id, link);
        var forgotten = await late.Process.WaitAsync();
        Assert.Equal(3, forgotten.ExitCode);
        Assert.Contains($"error: there is no run {id}, nor any other: each is forgotten when its results were fetched, or after a day\n", forgotten.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_whose_coordinator_was_killed_before_its_start_is_called_off()
    {
        await using var broker = await Broker.StartAsync();
        string[] link = ["--nats", broker.Url];
        // The agent waits for a server that says nothing.
        using var server = ScriptedServer.Start(request => request.IsPost ? Reply.Nothing(Ending.Stall) : null);
        using var agent = await AgentProcess.StartAsync("one", link);
        using var folder = new TempFolder();
        using var first = Vllmstream.Start(folder, ["run", server.Url, .. link, "-c", "1", "-n", "1", "-m", "m", "-o", "run.ndjson", "--ui", "none"]);
        await Wait.UntilAsync(() => server.Posts.Count > 0);
        // run ID: share 1 of 1
        var id = agent.Process.StderrSoFar.Split('\n').First(static line => line.StartsWith("run ", StringComparison.Ordinal)).Split(' ', ':')[1];
        first.Signal(VllmstreamProcess.SigKill);

        using var second = StartedRun.Attach(id, link);
        var called = await second.Process.WaitAsync();
        Assert.Equal(3, called.ExitCode);
        Assert.Contains($"error: run {id} never began: its coordinator was gone before the start\ntry: the run anew\n", called.Stderr, StringComparison.Ordinal);
        Assert.False(File.Exists(second.Folder.File("run.ndjson")));
        // The agent is free for the next one.
        using var next = ScriptedServer.Start(request => request.IsPost ? Reply.Chat(2, 1, 3) : null);
        using var run = await SpreadRun.RunAsync(next.Url, link, ["-c", "1", "-n", "1", "--warmup", "0", "--metrics", "none"]);
        run.AssertValid();
    }

    [Fact]
    public async Task Ctrl_c_at_the_coordinator_drains_the_agents_and_at_an_agent_its_share()
    {
        await using var broker = await Broker.StartAsync();
        string[] link = ["--nats", broker.Url];
        using var server = Server();
        var agents = await AgentProcess.StartAllAsync(["one", "two"], link);
        using var one = agents[0];
        using var two = agents[1];
        using var first = StartedRun.Start(server.Url, link, [.. Load, "-d", "1m"]);
        await Wait.UntilAsync(() => server.Posts.Count >= 20);
        first.Process.Signal(VllmstreamProcess.SigInt);
        using var run = await first.EndAsync(20);
        Assert.Equal((130, "INTERRUPTED"), (run.Process.ExitCode, run.File.Summary.Verdict));
        var records = agents.SelectMany(agent => agent.Records(run.Id).Requests).ToList();
        Assert.Equal((records.Count, records.Count), (server.Posts.Count, (int)run.File.Summary.Sent));
        Assert.All(records, request => Expect.Outcome("ok", request));
        Assert.Equal(records.Count, run.File.Summary.Metric("ttft_ms").N);

        // The agents are free again. One that is told to end drains its share, delivers and leaves; the other goes on.
        var before = server.Posts.Count;
        using var next = StartedRun.Start(server.Url, link, [.. Load, "-n", "60"]);
        await Wait.UntilAsync(() => server.Posts.Count >= before + 10);
        two.Process.Signal(VllmstreamProcess.SigTerm);
        using var ended = await next.EndAsync();
        var left = await two.Process.WaitAsync();
        Assert.Equal(0, left.ExitCode);
        Assert.EndsWith("left\n", left.Stderr, StringComparison.Ordinal);
        var (whole, part) = (one.Records(ended.Id).Requests.Count, two.Records(ended.Id).Requests.Count);
        Assert.Equal(30, whole);
        Assert.InRange(part, 1, 29);
        Assert.Equal(whole + part, ended.File.Summary.Sent);
        Assert.Equal((130, "INTERRUPTED"), (ended.Process.ExitCode, ended.File.Summary.Verdict));
        Assert.Equal("agent two: the agent was told to end", ended.Reason);
    }

    private static ScriptedServer Server() => ScriptedServer.Start(request => request.IsPost ? Reply.Chat(2, 1, 3) : null);
}
