using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>OpenSSL's own server, which says by an alert what it does not like: SslStream as a server only closes.</summary>
internal sealed class OpenSslServer : IDisposable
{
    private readonly Process _process;

    private OpenSslServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts it; null where there is no openssl.</summary>
    public static async Task<OpenSslServer?> TryStartAsync(TempFolder folder, params string[] arguments)
    {
        var port = ScriptedServer.FreePort();
        var start = new ProcessStartInfo("openssl") { UseShellExecute = false, WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["s_server", "-accept", port.ToString(CultureInfo.InvariantCulture), "-www", .. arguments])
            start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var server = new OpenSslServer(process, port);
            await Wait.UntilAsync(() => process.HasExited || Listens(port));
            Assert.False(process.HasExited, "openssl s_server ended at once");
            return server;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
