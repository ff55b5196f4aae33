using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace VllmStream.Tests.EndToEnd.Proxies;

/// <summary>A real nginx in front of one server: a configuration, logs and files of its own in a folder of its own, on a free loopback port.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Missing = "nginx is not installed (Debian: apt-get install nginx)";

    private readonly TempFolder _folder;
    private readonly VllmstreamProcess _process;

    private Nginx(TempFolder folder, VllmstreamProcess process, int port, bool secure)
    {
        (_folder, _process, Port) = (folder, process, port);
        Url = $"{(secure ? "https" : "http")}://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
    }

    public int Port { get; }

    public string Url { get; }

    /// <summary>Starts one that passes everything on to a port; skips the test where nginx is missing.</summary>
    /// <param name="upstreamPort">The server behind it.</param>
    /// <param name="location">Directives of its one location, beside proxy_pass.</param>
    /// <param name="server">Directives of its one server, such as those for TLS.</param>
    public static async Task<Nginx> StartAsync(int upstreamPort, string location, string server = "")
    {
        var program = Find();
        Assert.SkipWhen(program is null, Missing);
        var folder = new TempFolder();
        var port = ScriptedServer.FreePort();
        var secure = server.Contains("ssl_certificate", StringComparison.Ordinal);
        var configuration = folder.Write("nginx.conf", Configuration(folder, port, upstreamPort, location, server, secure));
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-p", folder.Path, "-e", folder.File("error.log"), "-c", configuration })
            start.ArgumentList.Add(argument);
        var nginx = new Nginx(folder, new VllmstreamProcess(start), port, secure);
        await Wait.UntilAsync(() => nginx._process.HasExited || nginx.Accepts());
        Assert.False(nginx._process.HasExited, "nginx did not start: " + nginx._process.StderrSoFar);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // To the master, which ends its worker: a kill would leave that one behind for a moment.
            _process.Signal(VllmstreamProcess.SigTerm);
            await _process.WaitAsync(10);
        }
        _process.Dispose();
        _folder.Dispose();
    }

    // Every path that nginx would take from its build is named: those belong to the machine's own nginx, and to root.
    private static string Configuration(TempFolder folder, int port, int upstreamPort, string location, string server, bool secure) => $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        pid {{folder.File("nginx.pid")}};
        events { worker_connections 512; }
        http {
            access_log off;
            client_body_temp_path {{folder.File("body")}};
            proxy_temp_path {{folder.File("proxy")}};
            fastcgi_temp_path {{folder.File("fastcgi")}};
            uwsgi_temp_path {{folder.File("uwsgi")}};
            scgi_temp_path {{folder.File("scgi")}};
            upstream behind {
                server 127.0.0.1:{{upstreamPort.ToString(CultureInfo.InvariantCulture)}} max_fails=0;
                keepalive 32;
            }
            server {
                listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}{{(secure ? " ssl" : "")}};
                {{server}}
                location / {
                    proxy_pass http://behind;
                    {{location}}
                }
            }
        }
        """;

    private bool Accepts()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Debian keeps it where only root looks.
    private static string? Find() => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/local/sbin:/usr/sbin"
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "nginx"))
        .FirstOrDefault(File.Exists);
}
