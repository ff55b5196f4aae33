using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>A real nats-server with a configuration of its own, on a free port, that can be killed, stopped and started again.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _config;
    private Process _process;

    private Broker(string program, string folder, int port, string scheme)
    {
        (_program, Folder, Port) = (program, folder, port);
        Url = $"{scheme}://localhost:{port}";
        _config = Path.Combine(folder, "nats.conf");
        _process = Start();
    }

    public string Folder { get; }

    public int Port { get; }

    public string Url { get; }

    public LinkSettings Settings => new() { Servers = [Url], NeedsTls = false };

    /// <summary>Starts one; the test is skipped where there is none.</summary>
    public static async Task<Broker> StartAsync(string more = "", bool hasJetStream = true, string scheme = "nats", string? folder = null)
    {
        var program = BrokerProgram.Find(Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(program is null, "needs nats-server (apt install nats-server)");
        folder ??= NewFolder();
        var port = FreePort();
        var jetStream = hasJetStream ? $"jetstream {{ store_dir: \"{folder}/jetstream\" }}" : "";
        await File.WriteAllTextAsync(Path.Combine(folder, "nats.conf"), $"""
            listen: "127.0.0.1:{port}"
            log_file: "{folder}/log"
            {jetStream}
            {more}
            """, TestContext.Current.CancellationToken);
        var broker = new Broker(program!, folder, port, scheme);
        await broker.ReadyAsync();
        return broker;
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("vllmstream-cluster-test-").FullName;

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Pause() => Signals.Send(_process.Id, Signals.Stop);

    public void Continue() => Signals.Send(_process.Id, Signals.Continue);

    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Start();
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        await Task.Yield();
        Directory.Delete(Folder, recursive: true);
    }

    private Process Start() => Process.Start(_program, ["-c", _config]);

    private async Task ReadyAsync()
    {
        await Eventually.TrueAsync(async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"nats-server ended: {await File.ReadAllTextAsync(Path.Combine(Folder, "log"))}");
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, "the broker listens");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
