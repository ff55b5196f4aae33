using System.Diagnostics.CodeAnalysis;
using VllmStream.Cluster.Embedding;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>Whether this machine has brokers, for fixtures: a test is skipped by itself, not by what it is given.</summary>
internal static class Brokers
{
    private const string Missing = "needs nats-server (apt install nats-server)";

    public static bool AreHere => BrokerProgram.Find(Environment.GetEnvironmentVariable("PATH")) is not null;

    /// <summary>The test is skipped where there is none.</summary>
    public static void Require() => Assert.SkipUnless(AreHere, Missing);

    /// <summary>The broker of a fixture; the test is skipped where there is none.</summary>
    public static Broker Required([NotNull] Broker? broker)
    {
        Assert.SkipWhen(broker is null, Missing);
        return broker!;
    }
}
