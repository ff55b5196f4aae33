using VllmStream.Cli.Agents;
using VllmStream.Cli.Coordinating;
using VllmStream.Cluster.Agents;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class TravellingTests
{
    // Everything of a run that is not here is told to agents; an option that comes new has to be thought of.
    private static readonly string[] Staying =
    [
        "--agent-timeout", "--agents", "--api-key", "--api-key-env", "--api-key-file", "--ascii", "--attach", "--baseline", "--baseline-threshold", "--cert", "--collect", "--debug",
        "--fault", "--gpu", "--header", "--headless", "--itl", "--jitter", "--junit", "--key", "--markdown", "--metrics", "--nats", "--nats-cacert", "--nats-cert", "--nats-creds", "--nats-key",
        "--nats-nkey", "--nats-password-env", "--nats-password-file", "--nats-user", "--ndjson", "--no-color", "--no-tui", "--on-agent-loss", "--otlp", "--preset", "--profile", "--quiet",
        "--reasoning", "--region", "--send-key", "--serve-metrics", "--sim", "--summary", "--tool-calls", "--ttft", "--ttft-per-token", "--ui", "--url",
    ];

    [Fact]
    public void Every_option_of_a_run_travels_or_stays_on_purpose() =>
        Assert.Equal(Staying, OptionTable.For(CommandKinds.Run).Where(option => !TravellingOptions.Travels(option)).Select(option => option.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("run http://h:8000 -r 8 -n 40 --osl 16")]
    [InlineData("run h -c 16 -d 30s --warmup 4 --isl 256±32 --mode paired --slo ttft<500ms --check 'ttft.p99 < 1s' --tag team=blue")]
    [InlineData("run https://h/v1/chat/completions --users 20 --think 1s..2s --spawn-rate 4 -k --http2 --retries 2 --retry-budget 10s")]
    [InlineData("run h --stages 30s:2,1m\u003e8 --cancel '5% after 2s' --prompt '-a prompt: with = signs' --extra-body '{\"top_k\":5}'")]
    [InlineData("run h/v1/completions --osl 16")]
    [InlineData("run h --endpoint embeddings")]
    [InlineData("run 'h/llm/v1?tenant=blue' --scenario basic-chat")]
    [InlineData("run h -r 4 --benchmark-grace-period 20 --goodput ttft:500 tpot:25 --headless --quiet")]
    public async Task Agents_read_what_the_coordinator_read(string line)
    {
        var parsed = await Terminal.RunAsync($"{line} --nats nats://b --agents 4");
        var travelling = TravellingArguments.Of(parsed.Cluster!.Given, parsed.Run);
        var run = AssignedRun.Read(Assignment(travelling.Args, share: 2), new OwnConnection());
        Assert.Equal(new PlanShare(2, 4), run.Load.Share);
        Assert.Equal(Text(parsed.Run), Text(run));
    }

    [Fact]
    public async Task Files_of_the_command_line_come_along()
    {
        var folder = Directory.CreateTempSubdirectory("vllmstream-test-").FullName;
        var prompts = Path.Combine(folder, "p.txt");
        await File.WriteAllTextAsync(prompts, "first\nsecond\n", TestContext.Current.CancellationToken);
        try
        {
            var parsed = await Terminal.RunAsync($"run h --nats nats://b --prompts {prompts}", sources => sources.Files[prompts] = "first\nsecond\n");
            var travelling = TravellingArguments.Of(parsed.Cluster!.Given, parsed.Run);
            Assert.Equal([prompts], travelling.Files.Select(file => file.Name));
            // Without the copy there is nothing: the agent's own files are not read.
            Assert.Equal($"--prompts {prompts} is no file that can be read", Assert.Throws<OptionException>(() => AssignedRun.Read(Assignment(travelling.Args), new OwnConnection())).Message);
            var copy = Path.Combine(folder, "0.txt");
            File.Copy(prompts, copy);
            var run = AssignedRun.Read(Assignment(travelling.Args, files: new() { [prompts] = copy }), new OwnConnection());
            Assert.Equal(parsed.Run.Workload.PromptEntries, run.Workload.PromptEntries);
            Assert.Equal(2, run.Workload.PromptEntries.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("run 'http://h?api-key=s3cret-s3cret' --nats nats://b", "the URL holds a secret, and is not sent to agents")]
    [InlineData("run h --proxy http://me:s3cret@p:3128 --nats nats://b", "--proxy holds a secret, and is not sent to agents")]
    public async Task Secret_is_not_sent_to_agents(string line, string error)
    {
        var parsed = await Terminal.RunAsync(line);
        Assert.Equal(error, Assert.Throws<OptionException>(() => TravellingArguments.Of(parsed.Cluster!.Given, parsed.Run)).Message);
    }

    [Theory]
    [InlineData("run http://h --api-key-file=/etc/shadow --seed=1", "--api-key-file is not a coordinator's to say")]
    [InlineData("run http://h --header=X:y --seed=1", "--header is not a coordinator's to say")]
    [InlineData("run http://h --ndjson=/etc/passwd --seed=1", "--ndjson is not a coordinator's to say")]
    [InlineData("run --sim --seed=1", "--sim is not a coordinator's to say")]
    [InlineData("run http://h --metrics=http://other/metrics --seed=1", "--metrics is not a coordinator's to say")]
    [InlineData("sweep http://h", "the coordinator sent no command line of run")]
    [InlineData("run --seed=1", "run needs a URL, or --sim for the embedded simulator")]
    [InlineData("run http://h --seed=2", "the seed of the command line is 2, and that of the run 1")]
    [InlineData("run http://h --scenario=/etc/passwd --seed=1", "--scenario /etc/passwd: there is no such file, and none of that name is shipped")]
    [InlineData("run http://h --cacert=/etc/passwd --seed=1", "--cacert /etc/passwd is no file that can be read")]
    public void Agent_does_nothing_that_is_not_a_coordinators_to_say(string line, string error) =>
        Assert.StartsWith(error, Assert.Throws<OptionException>(() => AssignedRun.Read(Assignment(line.Split(' ')), new OwnConnection())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("../../etc/cron", 0, "the coordinator sent a run without a name")]
    [InlineData("", 0, "the coordinator sent a run without a name")]
    [InlineData("7f3a", 4, "there is no share 5 of 4")]
    [InlineData("7f3a", -1, "there is no share 0 of 4")]
    public void Agent_takes_no_share_that_cannot_be(string run, int share, string error) =>
        Assert.Equal(error, Assert.Throws<OptionException>(() => AssignedRun.Read(Assignment(["run", "http://h", "--seed=1"]) with { Run = run, Share = share }, new OwnConnection())).Message);

    [Fact]
    public async Task Variables_stay_on_each_machine()
    {
        var scenario = Path.Combine(Path.GetTempPath(), $"vllmstream-{Guid.NewGuid():N}.yaml");
        const string Text = "tasks:\n  - name: chat\n    prompts: [\"say ${env:PATH}\"]\n";
        await File.WriteAllTextAsync(scenario, Text, TestContext.Current.CancellationToken);
        try
        {
            var parsed = await Terminal.RunAsync($"run h --nats nats://b --scenario {scenario}", sources => (sources.Files[scenario], sources.Variables["PATH"]) = (Text, "x"));
            Assert.Equal("the scenario asks for the variable PATH, and variables are not sent to agents; write its value into the file", Assert.Throws<OptionException>(() => TravellingArguments.Of(parsed.Cluster!.Given, parsed.Run)).Message);
            Assert.NotNull(Environment.GetEnvironmentVariable("PATH"));
            Assert.Null(new AttachedSources(new Dictionary<string, string>()).Variable("PATH"));
        }
        finally
        {
            File.Delete(scenario);
        }
    }

    [Fact]
    public void Agent_is_itself_to_the_server()
    {
        var own = new OwnConnection { Key = new Secret("own-key"), KeySource = "--api-key-env KEY", Headers = [new HeaderOption("X-Team", new Secret("blue"))], CertFile = "c.pem" };
        var run = AssignedRun.Read(Assignment(["run", "http://h", "--seed=1"]), own);
        Assert.Equal(("own-key", "X-Team", "c.pem"), (run.Connection.ApiKey!.Reveal(), run.Connection.Headers[0].Name, run.Connection.ClientCertFile));
        Assert.False(run.Watch.ReadsMetrics);
        var sent = AssignedRun.Read(Assignment(["run", "http://h", "--seed=1"]) with { Key = new Secret("sent-key") }, own);
        Assert.Equal(("sent-key", "the coordinator"), (sent.Connection.ApiKey!.Reveal(), sent.Connection.ApiKeySource));
    }

    [Fact]
    public void Proxy_is_an_address_that_is_contacted()
    {
        var run = AssignedRun.Read(Assignment(["run", "http://server", "--proxy=http://proxy:3128", "--seed=1"]), new OwnConnection());
        Assert.Equal(["server", "proxy"], AssignedRun.TargetsOf(run).Select(target => target.Host));
    }

    private static AgentAssignment Assignment(IReadOnlyList<string> args, int share = 0, Dictionary<string, string>? files = null) => new()
    {
        Run = "7f3a", Share = share, Shares = 4, Seed = args.FirstOrDefault(arg => arg.StartsWith("--seed=42", StringComparison.Ordinal)) is null ? 1 : 42,
        Args = args, Files = files ?? [], Targets = TargetRules.Any,
    };

    // All that is sent, when, and how it is judged; without what is the agent's own.
    private static string Text(RunOptions run) => (run with
    {
        Load = run.Load with { Share = PlanShare.Whole }, Watch = new WatchOptions(),
        Connection = run.Connection with { ApiKey = null, ApiKeySource = null, Headers = [] },
    }).ToString() + string.Join(',', run.Slo) + string.Join(',', run.Checks) + string.Join(',', run.Tags) + string.Join(',', run.Load.Stages) + string.Join(',', run.Workload.Prompts);
}
