using VllmStream.Cli;
using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class ClusterLineTests
{
    private const string Broker = "--nats nats://b:4222";

    [Fact]
    public async Task Agents_of_a_run_are_read()
    {
        var cluster = (await Terminal.RunAsync($"run h {Broker} --agents 4 --region eu=3,us=1 --on-agent-loss rebalance --agent-timeout 90s --collect")).Cluster!;
        Assert.Equal("nats://b:4222", cluster.Link!.Shown);
        Assert.Equal((4, 2), (cluster.Wish.Count, cluster.Wish.Regions.Count));
        Assert.Equal((LossPolicy.Rebalance, 90, true, false), (cluster.OnLoss, cluster.AgentTimeout.TotalSeconds, cluster.Collects, cluster.SendsKey));
    }

    [Fact]
    public async Task Agents_of_a_run_have_defaults()
    {
        var cluster = (await Terminal.RunAsync($"run h {Broker}")).Cluster!;
        Assert.Equal((null, LossPolicy.Continue, 60, false), (cluster.Wish.Count, cluster.OnLoss, cluster.AgentTimeout.TotalSeconds, cluster.Collects));
        Assert.Null((await Terminal.RunAsync("run h")).Cluster);
    }

    [Fact]
    public async Task Broker_of_our_own_needs_no_address_and_takes_what_agents_need()
    {
        var run = await Terminal.RunAsync("run --sim --nats embedded --agents 4 -H 'X-Team: blue'");
        Assert.Null(run.Cluster!.Link);
        Assert.Equal(4, run.Cluster.Wish.Count);
        Assert.Equal(3, (await Terminal.RunAsync("run --sim --nats embedded --region eu=2,us=1")).Cluster!.Wish.Count);
    }

    [Theory]
    [InlineData("run h --agents 4", "--agents 4 is of a run over agents; add --nats URL, or --nats embedded")]
    [InlineData("run h --nats-user me", "--nats-user me is of a run over agents; add --nats URL, or --nats embedded")]
    [InlineData("run h --nats http://b", "--nats http://b has the scheme http; write nats:// or tls://")]
    [InlineData("run h --nats nats://b --agents 0", "--agents 0 is too small; the least is 1")]
    [InlineData("run h --nats nats://b --agents 2 --region eu=3", "--agents 2 is less than the 3 that --region names")]
    [InlineData("run h --nats nats://b --on-agent-loss panic", "--on-agent-loss panic is unknown; it can be continue, rebalance, stop")]
    [InlineData("run h --nats embedded --agents 2 --send-key", "--send-key is for agents elsewhere; those of --nats embedded have the key")]
    [InlineData("run h --nats nats://b --prompts p-07.ndjson -o p.ndjson --collect", "-o p.ndjson would write over p-07.ndjson, which is read; write another name")]
    [InlineData("run h --nats embedded --agents 2 --prompts p-07.ndjson -o p.ndjson", "-o p.ndjson would write over p-07.ndjson, which is read; write another name")]
    [InlineData("run h --nats embedded", "--nats embedded does not say how many agents to start; add --agents N")]
    [InlineData("run h --nats embedded --agents 2 --nats-user me", "--nats-user me is of a broker that there is already, and --nats embedded starts one; keep one")]
    [InlineData("run h --nats nats://b --agents 4 -c 3", "--concurrency 3 leaves some of 4 agents without work; use 4 or more")]
    [InlineData("run h --nats nats://b --agents 4 --users 3", "--users 3 leaves some of 4 agents without work; use 4 or more")]
    [InlineData("run h --nats nats://b --agents 4 -r 8 --max-concurrency 3", "--max-concurrency 3 leaves some of 4 agents without work; use 4 or more")]
    [InlineData("run h --nats nats://b --agents 4 -r 8 -n 3", "--requests 3 leaves some of 4 agents without work; use 4 or more")]
    [InlineData("run h --nats nats://b --serve-metrics 9100", "--serve-metrics 9100 needs every request, and those stay with the agents; leave it out")]
    [InlineData("run h --nats nats://b --on-agent-loss rebalance --mode paired", "--on-agent-loss rebalance would tear pairs apart; use continue or stop with --mode paired")]
    [InlineData("run h --nats nats://b -H 'Authorization: Bearer s3cret'", "-H may hold a secret, and is not sent to agents")]
    [InlineData("run http://me:s3cret@h --nats nats://b", "the user in the URL says who asks, and is not sent to agents")]
    [InlineData("run h --nats nats://b --cert c.pem", "--cert may hold a secret, and is not sent to agents")]
    [InlineData("run h --nats nats://b --api-key-env KEY", "--api-key-env KEY stays on this machine, and agents have keys of their own")]
    [InlineData("run h --nats tls://b --send-key", "--send-key has no key to send")]
    [InlineData("run h --nats nats://b --send-key --api-key-env KEY", "--send-key sends the key over TLS only, and the link to the broker has none")]
    [InlineData("sweep h --nats nats://b", "no option --nats for sweep; it belongs to run, agent")]
    [InlineData("run --attach 7f3a", "run needs the address of a broker")]
    [InlineData("run --attach 7f3a --nats embedded", "--attach 7f3a needs the broker that the run is on, and --nats embedded starts a new one")]
    [InlineData("run h --attach 7f3a --nats nats://b", "h cannot change a run that goes on; leave it out with --attach")]
    [InlineData("run --attach 7f3a --nats nats://b -c 8", "-c 8 cannot change a run that goes on; leave it out with --attach")]
    [InlineData("run --attach '' --nats nats://b", "--attach is empty; write the id of a run")]
    [InlineData("agent", "agent needs the address of a broker")]
    [InlineData("agent --nats embedded", "--nats embedded is for run, which starts its own agents; name a broker")]
    [InlineData("agent http://h --nats nats://b", "agent takes no http://h; what it runs comes from the coordinator")]
    [InlineData("agent --nats nats://b --name 'two words'", "--name two words is no name; use letters, digits, - _ and ., at most 63")]
    [InlineData("agent --nats nats://b --allow-target ftp://h", "--allow-target ftp://h has the scheme ftp")]
    [InlineData("agent --nats nats://b --work-dir /none", "--work-dir /none is no folder")]
    [InlineData("agent --nats nats://b --selftest c.pem", "--selftest c.pem is no result of selftest")]
    [InlineData("agent --nats nats://b --nats-user me", "--nats-user me has no password")]
    [InlineData("agent --nats nats://b -c 8", "no option -c for agent; it belongs to run, sweep")]
    public async Task Bad_line_gets_one_clear_line(string line, string error)
    {
        var terminal = await Terminal.TypeAsync(line, sources =>
        {
            sources.Variables["KEY"] = "s3cret-key";
            sources.Files["c.pem"] = "{}";
            sources.Files["p-07.ndjson"] = """{"prompt":"a prompt"}""";
        });
        Assert.Equal($"error: {error}", terminal.Errors.Split('\n')[0].TrimEnd());
        Assert.Equal(2, terminal.ExitCode);
        Assert.DoesNotContain("s3cret", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_is_picked_up_with_its_own_command_line_and_our_output()
    {
        var terminal = await Terminal.TypeAsync("run --attach 7f --nats nats://b --agent-timeout 5s --collect --summary json -o out.ndjson");
        Assert.Equal("", terminal.Errors);
        var attach = terminal.Attach!;
        Assert.Equal(("7f", 5, true), (attach.Run, attach.Cluster.AgentTimeout.TotalSeconds, attach.Cluster.Collects));
        var resumed = attach.Resume(["run", "http://server:8000", "--rate=8", "--seed=7"]);
        Assert.Equal((8, 7L, "server"), (resumed.Run.Load.RatePerSecond, resumed.Run.Workload.Seed, resumed.Run.Target.Host));
        Assert.Equal((SummaryKind.Json, "out.ndjson"), (resumed.Output.Summary, resumed.Output.NdjsonPath));
        // The line lies with the broker, where others may write.
        Assert.Equal("the run's own command line has --api-key-file, which no run sends to agents", Assert.Throws<OptionException>(() => attach.Resume(["run", "http://h", "--api-key-file=/etc/shadow", "--seed=7"])).Message);
    }

    [Fact]
    public async Task Agent_is_read()
    {
        var terminal = await Terminal.TypeAsync(
            "agent --nats nats://b --name a1 --region eu --label rack=7 --allow-target https://*.llm.example.org --api-key-env KEY -H 'X-Team: blue' --selftest s.json",
            sources =>
            {
                sources.Variables["KEY"] = "s3cret-key";
                sources.Files["s.json"] = """{"schema":"vllmstream-selftest/1","ceiling_events_per_s":120000}""";
            });
        Assert.Equal("", terminal.Errors);
        var agent = terminal.Agent!;
        Assert.Equal(("a1", "eu", "rack=7", 120_000.0), (agent.Identity.Name, agent.Identity.Region, agent.Identity.Labels[0], agent.Identity.CeilingPerSecond));
        Assert.Equal(("s3cret-key", "X-Team"), (agent.Own.Key!.Reveal(), agent.Own.Headers[0].Name));
        Assert.Equal("https://*.llm.example.org", agent.Targets.ToString());
    }

    [Fact]
    public async Task Headers_of_the_run_that_started_an_agent_come_by_its_environment()
    {
        var agent = (await Terminal.TypeAsync("agent --nats nats://b -H 'X-Team: blue'", sources => sources.Variables[VllmStream.Cli.Agents.OwnConnection.HeadersVariable] = "Authorization: Bearer s3cret\nX-Run: 7")).Agent!;
        Assert.Equal(["X-Team", "Authorization", "X-Run"], agent.Own.Headers.Select(header => header.Name));
    }

    [Fact]
    public async Task Agent_alone_is_named_after_its_machine_and_fires_at_itself()
    {
        var agent = (await Terminal.TypeAsync("agent --nats nats://b")).Agent!;
        Assert.Equal((Environment.MachineName, "", "its own machine only"), (agent.Identity.Name, agent.Identity.Region, agent.Targets.ToString()));
        Assert.Equal(Directory.GetCurrentDirectory(), agent.WorkFolder);
    }
}
