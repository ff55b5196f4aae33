using VllmStream.Cluster.Embedding;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Kubernetes;

public sealed class BrokerConfigurationTests
{
    private static readonly string Configuration = Repository.PathOf("deploy", "kubernetes", "base", "broker", "nats.conf");

    [Fact]
    public async Task Permissions_are_those_of_the_documentation()
    {
        var wanted = (await DocumentedPermissions.ReadAsync()).Replace("\"change-me-agent\"", "$AGENT_PASSWORD", StringComparison.Ordinal)
            .Replace("\"change-me-coordinator\"", "$COORDINATOR_PASSWORD", StringComparison.Ordinal);
        Assert.EndsWith(wanted, (await File.ReadAllTextAsync(Configuration, TestContext.Current.CancellationToken)).TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_accepts_its_configuration_with_the_passwords_of_the_environment()
    {
        var program = BrokerProgram.Find(Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(program is null, "needs nats-server (apt install nats-server)");
        var (_, errors, exitCode) = await Programs.RunAsync(program!, ["-t", "-c", Configuration], ("AGENT_PASSWORD", "p0123456789abcdef"), ("COORDINATOR_PASSWORD", "p9876543210fedcba"));
        Assert.True(exitCode == 0, errors);
    }
}
