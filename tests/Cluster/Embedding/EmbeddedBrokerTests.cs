using System.Diagnostics;
using VllmStream.Cluster;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Embedding;

public sealed class EmbeddedBrokerTests
{
    [Fact]
    public async Task Broker_of_our_own_lets_nobody_else_in_and_leaves_nothing_behind()
    {
        Assert.SkipWhen(BrokerProgram.Find(Environment.GetEnvironmentVariable("PATH")) is null, "needs nats-server (apt install nats-server)");
        LinkSettings settings;
        await using (var broker = await EmbeddedBroker.StartAsync(Environment.GetEnvironmentVariable("PATH"), Fleet.Cancellation))
        {
            settings = broker.Settings;
            Assert.StartsWith("nats://127.0.0.1:", settings.Shown, StringComparison.Ordinal);
            Assert.DoesNotContain(settings.Password!.Reveal(), settings.ToString(), StringComparison.Ordinal);
            await using var link = await NatsLink.ConnectAsync(settings, LinkRole.Coordinator, cancellation: Fleet.Cancellation);
            await Assert.ThrowsAsync<ClusterException>(() => NatsLink.ConnectAsync(settings with { Password = new Secret("guess") }, LinkRole.Agent, cancellation: Fleet.Cancellation));
            var folder = Assert.Single(Directory.GetDirectories(Path.GetTempPath(), "vllmstream-nats-*"), folder => File.ReadAllText(Path.Combine(folder, "nats.conf")).Contains(settings.Password.Reveal(), StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        await Assert.ThrowsAsync<ClusterException>(() => NatsLink.ConnectAsync(settings, LinkRole.Agent, cancellation: Fleet.Cancellation));
    }

    [Fact]
    public async Task Broker_and_agents_of_our_own_run_together_and_end_together()
    {
        Assert.SkipWhen(BrokerProgram.Find(Environment.GetEnvironmentVariable("PATH")) is null, "needs nats-server (apt install nats-server)");
        await using var broker = await EmbeddedBroker.StartAsync(Environment.GetEnvironmentVariable("PATH"), Fleet.Cancellation);
        var hosts = new HostProcesses();
        await using (hosts)
        {
            await Task.WhenAll(hosts.StartAsync(broker.Settings.Shown, "a", "", broker.Environment), hosts.StartAsync(broker.Settings.Shown, "b", "", broker.Environment));
            await using var fleet = new Fleet();
            var observer = new Observer();
            var run = await fleet.StartedAsync(broker.Settings, observer, 2, Fleet.Plan("length_ms=300"));
            Assert.True(run.CanBeAttached);
            Assert.All(await run.CollectAsync(Fleet.Cancellation), static agent => Assert.True(agent.Result.HasValue));
            await run.ReleaseAsync(Fleet.Cancellation);
        }

        // In good order, as their pipe ended.
        Assert.Equal(2, hosts.Lines.Count(static line => line == "left"));
    }

    [Fact]
    public void Without_the_program_there_is_a_line_that_installs_it()
    {
        Assert.Contains("apt install nats-server", BrokerProgram.InstallLine, StringComparison.Ordinal);
        var folder = Broker.NewFolder();
        File.WriteAllText(Path.Combine(folder, "nats-server"), "");
        Assert.Equal(Path.Combine(folder, "nats-server"), BrokerProgram.Find($"/nowhere{Path.PathSeparator}{folder}"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Children_end_when_their_pipe_does()
    {
        var lines = new List<string>();
        int id;
        await using (var children = new ChildProcesses((_, line) => lines.Add(line), TimeSpan.FromSeconds(5)))
        {
            children.Start("/bin/sh", ["-c", "echo $NAME $0; read -r line; echo end", "arg"], new Dictionary<string, string>(StringComparer.Ordinal) { ["NAME"] = "child" });
            id = children.Ids[0];
            await Eventually.TrueAsync(() => lines.Count > 0, "a line");
        }

        Assert.Equal(["child arg", "end"], lines);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }
}
