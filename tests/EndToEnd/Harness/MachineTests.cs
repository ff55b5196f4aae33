using System.Net.Sockets;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The parts of the harness that depend on the machine.</summary>
[Trait("case", "harness")]
public sealed class MachineTests
{
    [Fact]
    public async Task Namespace_has_its_own_port_range_and_a_reachable_socket()
    {
        using var network = NetworkNamespace.TryCreate("sysctl -qw net.ipv4.ip_local_port_range='40000 40099'");
        Assert.SkipWhen(network is null, "no network namespace can be made here (needs unshare, ip and root)");
        using var server = ScriptedServer.Start(_ => null, new ServerOptions { Listener = network.Listen(8000) });
        using var folder = new TempFolder();
        var command = "cat /proc/sys/net/ipv4/ip_local_port_range; exec 3<>/dev/tcp/127.0.0.1/8000; printf 'GET /version HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n' >&3; head -n 1 <&3; exit 0";
        var start = new System.Diagnostics.ProcessStartInfo(network.Wrapper[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in network.Wrapper.Skip(1).Concat(["bash", "-c", command]))
            start.ArgumentList.Add(argument);
        using var process = new VllmstreamProcess(start);
        var result = await process.WaitAsync(10);
        Assert.Contains("40000", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200", result.Stdout, StringComparison.Ordinal);
        using var outside = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await outside.ConnectAsync("127.0.0.1", 8000, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Process_has_a_clean_environment_and_its_end_is_known()
    {
        using var folder = new TempFolder();
        var start = new System.Diagnostics.ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("trap 'echo caught; exit 130' INT; echo ready >&2; for i in $(seq 100); do sleep 0.05; done");
        using var process = new VllmstreamProcess(start);
        await Wait.UntilAsync(() => process.StderrSoFar.Contains("ready", StringComparison.Ordinal));
        process.Signal(VllmstreamProcess.SigInt);
        var result = await process.WaitAsync(5);
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("caught\n", result.Stdout);
    }

    [Fact]
    public void Nap_ends_when_it_is_due()
    {
        var late = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var due = Monotonic.Now + Monotonic.FromMs(5);
            Assert.True(Monotonic.SleepUntil(due, CancellationToken.None));
            late.Add(Monotonic.ToMs(Monotonic.Now - due));
        }
        Assert.True(late.Min() >= 0);
        Assert.True(late.Order().ElementAt(10) < 3, $"half of the naps were late by {late.Order().ElementAt(10):0.00} ms and more");
    }
}
