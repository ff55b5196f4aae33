using NATS.NKeys;
using VllmStream.Cluster;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Link;

public sealed class CredentialTests : IAsyncDisposable
{
    private readonly Fleet _fleet = new();

    [Fact]
    public async Task NKey_is_let_in_and_another_is_not()
    {
        using var right = KeyPair.CreatePair(PrefixByte.User);
        using var wrong = KeyPair.CreatePair(PrefixByte.User);
        await using var broker = await Broker.StartAsync($"authorization {{ users: [ {{ nkey: {right.GetPublicKey()} }} ] }}", hasJetStream: false);
        await File.WriteAllTextAsync($"{broker.Folder}/right.nk", right.GetSeed(), Fleet.Cancellation);
        await File.WriteAllTextAsync($"{broker.Folder}/wrong.nk", wrong.GetSeed(), Fleet.Cancellation);
        await _fleet.LinkAsync(broker.Settings with { NKeyFile = $"{broker.Folder}/right.nk" });
        await RefusedAsync(broker.Settings with { NKeyFile = $"{broker.Folder}/wrong.nk" }, $"the broker at {broker.Url} refuses the NKey of {broker.Folder}/wrong.nk: it does not know us");
    }

    [Fact]
    public async Task Jwt_of_the_brokers_operator_is_let_in_and_another_is_not()
    {
        var folder = Broker.NewFolder();
        var config = NatsTokens.Write($"{folder}/right.creds");
        _ = NatsTokens.Write($"{folder}/wrong.creds");
        await using var broker = await Broker.StartAsync(config, hasJetStream: false, folder: folder);
        await _fleet.LinkAsync(broker.Settings with { CredsFile = $"{folder}/right.creds" });
        await RefusedAsync(broker.Settings with { CredsFile = $"{folder}/wrong.creds" }, $"the broker at {broker.Url} refuses the credentials of {folder}/wrong.creds: it does not know us");
    }

    [Fact]
    public async Task Api_key_goes_over_tls_from_end_to_end_or_not_at_all()
    {
        var folder = Broker.NewFolder();
        using var authority = new TestAuthority("ours");
        var server = authority.Write($"{folder}/server", "localhost");
        var ca = authority.WriteRoot($"{folder}/ca.pem");
        await using var broker = await Broker.StartAsync($"tls {{ cert_file: \"{server.Cert}\", key_file: \"{server.Key}\" }}", hasJetStream: false, scheme: "tls", folder: folder);
        var settings = new LinkSettings { Servers = [broker.Url], NeedsTls = true, CaCertFile = ca };
        await _fleet.AgentAsync(settings, "a");
        var observer = new Observer();
        var plan = Fleet.Plan("length_ms=100") with { Key = new Secret("sk-1234") };
        await _fleet.StartedAsync(settings, observer, 1, plan);
        Assert.Contains("key=sk-1234", Assert.Single(observer.Of("ready")), StringComparison.Ordinal);
        Assert.Contains("Key = ***", plan.ToString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task File_that_holds_something_else_is_one_line()
    {
        var folder = Broker.NewFolder();
        await File.WriteAllTextAsync($"{folder}/x", "nothing", Fleet.Cancellation);
        var nobody = new LinkSettings { Servers = ["nats://127.0.0.1:1"], NeedsTls = false };
        await WrongAsync(nobody with { NKeyFile = $"{folder}/x" }, $"--nats-nkey {folder}/x holds no seed of a user");
        await WrongAsync(nobody with { CredsFile = $"{folder}/x" }, $"--nats-creds {folder}/x holds no JWT with its seed");
        await WrongAsync(nobody with { CaCertFile = $"{folder}/x" }, $"--nats-cacert {folder}/x holds no certificate");
        await WrongAsync(nobody with { CertFile = $"{folder}/x" }, $"--nats-cert {folder}/x is no certificate with its key: ");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WrongAsync(LinkSettings settings, string line) =>
        Assert.StartsWith(line, (await Assert.ThrowsAsync<OptionException>(() => NatsLink.ConnectAsync(settings, LinkRole.Agent))).Message, StringComparison.Ordinal);

    private static async Task RefusedAsync(LinkSettings settings, string line) =>
        Assert.Equal(line, (await Assert.ThrowsAsync<ClusterException>(() => NatsLink.ConnectAsync(settings, LinkRole.Agent))).Message);
}
