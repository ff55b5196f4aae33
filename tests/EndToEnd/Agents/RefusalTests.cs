using VllmStream.Cluster;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>Who may not is told so in one line, and nothing is sent.</summary>
[Trait("transport", "any")]
public sealed class RefusalTests
{
    private const string Unreachable = "http://192.0.2.7:8000";

    [Fact]
    public async Task Passwords_and_permissions_of_the_documentation_are_refused_by_name()
    {
        var folder = Broker.NewFolder();
        await using var broker = await Broker.StartAsync((await DocumentedPermissions.ReadAsync()).Replace("/var/lib/nats", $"{folder}/kept", StringComparison.Ordinal), hasJetStream: false, folder: folder);
        string[] As(string user) => ["--nats", broker.Url, "--nats-user", user, "--nats-password-env", "NATS_PASSWORD"];
        await Task.WhenAll(
            RefusedAsync(["agent", .. As("agent")], "wrong", $"the broker at {broker.Url} refuses user agent: wrong name or password", null),
            RefusedAsync([.. RunOf(Unreachable), .. As("coordinator")], "wrong", $"the broker at {broker.Url} refuses user coordinator: wrong name or password", null),
            RefusedAsync([.. RunOf(Unreachable), "--nats", broker.Url], "", $"the broker at {broker.Url} refuses no credentials: it does not know us", "--nats-user with --nats-password-env, --nats-creds or --nats-nkey"),
            RefusedAsync([.. RunOf(Unreachable), .. As("agent")], "change-me-agent", "the broker does not allow this user to publish to $SRV.INFO.vllmstream-agent; see its permissions", "the permissions of a coordinator in docs/cluster.md"),
            RefusedAsync(["agent", .. As("coordinator")], "change-me-coordinator", null, "the permissions of an agent in docs/cluster.md"));
    }

    [Fact]
    public async Task Certificates_that_are_missing_or_foreign_are_refused_by_name()
    {
        var folder = Broker.NewFolder();
        using var ours = new TestAuthority("ours");
        using var foreign = new TestAuthority("foreign");
        await using var broker = await TlsBroker.StartAsync(folder, ours);
        var stranger = foreign.Write($"{folder}/stranger", "agent");
        var (ca, strangerCa) = (TlsBroker.Ca(folder), foreign.WriteRoot($"{folder}/foreign.pem"));
        string[] to = ["--nats", broker.Url];
        await Task.WhenAll(
            RefusedAsync(["agent", .. to, "--nats-cacert", ca], "", $"the broker at {broker.Url} asks for a client certificate", "--nats-cert FILE and --nats-key FILE"),
            RefusedAsync([.. RunOf(Unreachable), .. to, "--nats-cacert", ca], "", $"the broker at {broker.Url} asks for a client certificate", "--nats-cert FILE and --nats-key FILE"),
            RefusedAsync(["agent", .. to, "--nats-cacert", ca, "--nats-cert", stranger.Cert, "--nats-key", stranger.Key], "", $"the broker at {broker.Url} does not accept the certificate {stranger.Cert}", "--nats-cert with one of the authority that the broker trusts"),
            RefusedAsync([.. RunOf(Unreachable), .. to, "--nats-cacert", strangerCa, "--nats-cert", stranger.Cert, "--nats-key", stranger.Key], "", $"the certificate of the broker at {broker.Url} is not believed: it is from CN=ours, which is not trusted", "--nats-cacert with the PEM file of its authority"),
            RefusedAsync(["agent", .. to], "", $"the certificate of the broker at {broker.Url} is not believed: it is from CN=ours, which is not trusted", "--nats-cacert with the PEM file of its authority"));
    }

    [Fact]
    public async Task Targets_that_an_agent_was_not_allowed_are_refused_also_behind_a_redirect_and_so_are_its_own_files()
    {
        await using var broker = await Broker.StartAsync();
        string[] link = ["--nats", broker.Url];
        using var agent = await AgentProcess.StartAsync("one", link);
        await RefusedAsync([.. RunOf(Unreachable), .. link], "", $"agent one refuses its share: it fires at its own machine only, and not at {Unreachable}; start it with --allow-target {Unreachable}", null);

        using var server = ScriptedServer.Start(request => request.IsPost ? Reply.Json("{}", 307).With("Location", Unreachable + "/v1/chat/completions") : null);
        using var folder = new TempFolder();
        var redirected = await Vllmstream.RunAsync(folder, ["run", server.Url, .. link, "-c", "1", "-n", "1", "-m", "m"]);
        Assert.Equal(3, redirected.ExitCode);
        Assert.Contains($"not at {Unreachable}", redirected.Stderr, StringComparison.Ordinal);

        // Whoever writes his own coordinator may name a file of the agent's machine in the command line; the agent reads what came with the run.
        await using var stranger = await NatsLink.ConnectAsync(new LinkSettings { Servers = [broker.Url], NeedsTls = false }, LinkRole.Coordinator, cancellation: TestContext.Current.CancellationToken);
        var version = (await Discovery.LookAsync(stranger, TestContext.Current.CancellationToken)).Single().Version;
        await Wait.UntilAsync(() => Discovery.LookAsync(stranger).GetAwaiter().GetResult().Single().Phase == VllmStream.Cluster.Messages.AgentPhase.Idle);
        var file = agent.Folder.Write("private.jsonl", "{\"prompt\":\"nobody else's\"}\n");
        Assert.Matches("^agent one refuses its share: .*private\\.jsonl", await RefusedShareAsync("run", server.Url, "-c", "1", "--seed=1", $"--prompts={file}"));
        Assert.Equal("agent one refuses its share: --api-key-file is not a coordinator's to say", await RefusedShareAsync("run", server.Url, "-c", "1", "--seed=1", $"--api-key-file={file}"));
        Assert.DoesNotContain(server.Posts, post => post.Request.Body.Contains("nobody else's", StringComparison.Ordinal));
        Assert.False(agent.Process.HasExited);

        async Task<string> RefusedShareAsync(params string[] args)
        {
            await using var run = new ClusterRun(stranger, new ClusterRunSettings { Version = version }, new Observer());
            await run.ChooseAsync(TestContext.Current.CancellationToken);
            return (await Assert.ThrowsAsync<ClusterException>(() => run.AssignAsync(new ClusterPlan { Args = args, Seed = 1 }, TestContext.Current.CancellationToken))).Message;
        }
    }

    private static string[] RunOf(string url) => ["run", url, "-c", "1", "-n", "1", "-m", "m", "--no-probe", "--ui", "none"];

    // Null = whatever it says.
    private static async Task RefusedAsync(string[] line, string password, string? error, string? attempt)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, line, 30, ("NATS_PASSWORD", password));
        Assert.True(result.ExitCode == 3, $"{string.Join(' ', line)}: {result}");
        if (error is not null)
            Assert.Contains($"error: {error}\n", result.Stderr, StringComparison.Ordinal);
        Assert.Single(result.Stderr.Split('\n'), written => written.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Equal(attempt, result.Stderr.Split('\n').Where(written => written.StartsWith("try: ", StringComparison.Ordinal)).Select(written => written["try: ".Length..]).SingleOrDefault());
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
