using VllmStream.Cluster;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Link;

public sealed class LinkErrorTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();

    [Fact]
    public async Task Nobody_at_the_address_is_said_and_waited_for()
    {
        var settings = new LinkSettings { Servers = ["nats://127.0.0.1:1"], NeedsTls = false };
        string? waiting = null;
        var fault = await FaultAsync(() => NatsLink.ConnectAsync(settings, LinkRole.Agent, TimeSpan.FromSeconds(0.6), line => waiting = line));
        Assert.Equal("no broker answers at nats://127.0.0.1:1: connection refused", fault.Message);
        Assert.Equal(fault.Message, waiting);
        Assert.Contains("--nats embedded", fault.Attempt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password_and_no_credentials_are_told_apart_and_nothing_secret_is_said()
    {
        await using var broker = await Broker.StartAsync("authorization { user: me, password: right-secret }");
        var wrong = broker.Settings with { User = "me", Password = new Secret("wrong-secret") };
        var fault = await FaultAsync(() => NatsLink.ConnectAsync(wrong, LinkRole.Agent, TimeSpan.FromMinutes(1)));
        Assert.Equal($"the broker at {broker.Url} refuses user me: wrong name or password", fault.Message);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
        var none = await FaultAsync(() => NatsLink.ConnectAsync(broker.Settings, LinkRole.Agent));
        Assert.Equal($"the broker at {broker.Url} refuses no credentials: it does not know us", none.Message);
        await _fleet.LinkAsync(wrong with { Password = new Secret("right-secret") });
    }

    [Fact]
    public async Task Certificates_foreign_missing_and_right()
    {
        var folder = Broker.NewFolder();
        using var authority = new TestAuthority("ours");
        using var foreign = new TestAuthority("foreign");
        var ca = authority.WriteRoot($"{folder}/ca.pem");
        var server = authority.Write($"{folder}/server", "localhost");
        var client = authority.Write($"{folder}/client", "agent");
        var stranger = foreign.Write($"{folder}/stranger", "agent");
        await using var broker = await Broker.StartAsync($"tls {{ cert_file: \"{server.Cert}\", key_file: \"{server.Key}\", ca_file: \"{ca}\", verify: true }}", scheme: "tls", folder: folder);
        var right = new LinkSettings { Servers = [broker.Url], NeedsTls = true, CaCertFile = ca, CertFile = client.Cert, KeyFile = client.Key };

        var link = await _fleet.LinkAsync(right);
        Assert.True(link.View.IsUp);

        var noCa = await FaultAsync(() => NatsLink.ConnectAsync(right with { CaCertFile = null }, LinkRole.Agent));
        Assert.Equal($"the certificate of the broker at {broker.Url} is not believed: it is from CN=ours, which is not trusted", noCa.Message);
        Assert.Contains("--nats-cacert", noCa.Attempt, StringComparison.Ordinal);

        var wrongCa = await FaultAsync(() => NatsLink.ConnectAsync(right with { CaCertFile = foreign.WriteRoot($"{folder}/foreign.pem") }, LinkRole.Agent));
        Assert.Contains("is not believed", wrongCa.Message, StringComparison.Ordinal);

        var noCert = await FaultAsync(() => NatsLink.ConnectAsync(right with { CertFile = null, KeyFile = null }, LinkRole.Agent));
        Assert.Equal($"the broker at {broker.Url} asks for a client certificate", noCert.Message);

        var wrongCert = await FaultAsync(() => NatsLink.ConnectAsync(right with { CertFile = stranger.Cert, KeyFile = stranger.Key }, LinkRole.Agent));
        Assert.Equal($"the broker at {broker.Url} does not accept the certificate {stranger.Cert}", wrongCert.Message);

        var elsewhere = authority.Write($"{folder}/elsewhere", "elsewhere");
        await using var other = await Broker.StartAsync($"tls {{ cert_file: \"{elsewhere.Cert}\", key_file: \"{elsewhere.Key}\" }}", scheme: "tls");
        var wrongName = await FaultAsync(() => NatsLink.ConnectAsync(right with { Servers = [other.Url] }, LinkRole.Agent));
        Assert.Equal($"the certificate of the broker at {other.Url} is not believed: it is for CN=elsewhere, not for localhost", wrongName.Message);
    }

    [Fact]
    public async Task Broker_without_tls_gets_nothing_from_who_wants_tls()
    {
        await using var broker = await Broker.StartAsync();
        var fault = await FaultAsync(() => NatsLink.ConnectAsync(broker.Settings with { NeedsTls = true, User = "u", Password = new Secret("p") }, LinkRole.Agent));
        Assert.Equal($"the broker at {broker.Url} does not speak TLS", fault.Message);
    }

    [Fact]
    public async Task Coordinator_that_may_not_talk_to_agents_hears_it_at_once()
    {
        await using var broker = await Broker.StartAsync("""
            authorization { users: [
              { user: agent, password: a, permissions: { publish: ["vllmstream.run.>"], subscribe: ["vllmstream.agent.>", "vllmstream.run.*.coordinator", "$SRV.>", "_INBOX.vllmstream-agent.>"], allow_responses: true } }
              { user: guest, password: g, permissions: { publish: ["$SRV.INFO.>"], subscribe: ["_INBOX.>"] } }
              { user: thief, password: t, permissions: { publish: ["vllmstream.run.>"], subscribe: ["_INBOX.>"] } }
            ] }
            """);
        await _fleet.AgentAsync(broker.Settings with { User = "agent", Password = new Secret("a") }, "one");
        var guest = await _fleet.RunAsync(broker.Settings with { User = "guest", Password = new Secret("g") }, new Observer(), 1);
        var fault = await Assert.ThrowsAsync<ClusterException>(() => guest.ChooseAsync(Fleet.Cancellation));
        Assert.Matches(@"^the broker does not allow this user to publish to vllmstream\.agent\.[a-z2-7]+\.status; see its permissions$", fault.Message);

        var thief = await FaultAsync(async () => await _fleet.AgentAsync(broker.Settings with { User = "thief", Password = new Secret("t") }, "two"));
        Assert.Contains("does not allow this user to subscribe to", thief.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    private static Task<ClusterException> FaultAsync(Func<Task> act) => Assert.ThrowsAsync<ClusterException>(act);
}
