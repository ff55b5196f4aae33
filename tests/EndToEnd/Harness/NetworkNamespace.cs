using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// A network of its own, with loopback only: its port range may be narrowed without touching the machine's. A process keeps it alive;
/// sockets are made in it by a thread that joins it for a moment and ends.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly Process _holder;

    private NetworkNamespace(Process holder) => _holder = holder;

    /// <summary>Program and arguments that start a command inside.</summary>
    public IReadOnlyList<string> Wrapper => ["nsenter", $"--net=/proc/{_holder.Id}/ns/net"];

    /// <summary>A namespace that is set up by this shell command; null where the machine allows none.</summary>
    public static NetworkNamespace? TryCreate(string setup)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var start = new ProcessStartInfo("unshare") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            foreach (var argument in new[] { "-n", "bash", "-c", $"ip link set lo up && {setup} && echo ready && read -r _" })
                start.ArgumentList.Add(argument);
            var holder = Process.Start(start)!;
            if (holder.StandardOutput.ReadLine() == "ready")
                return new NetworkNamespace(holder);
            holder.Kill(entireProcessTree: true);
            holder.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No unshare on this machine.
        }
        return null;
    }

    public Socket Listen(int port)
    {
        Socket? socket = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/proc/{_holder.Id}/ns/net");
                if (SetNamespace(file.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
                    throw new InvalidOperationException("setns: " + Marshal.GetLastPInvokeError());
                socket = ScriptedServer.Listen(IPAddress.Loopback, port);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or SocketException or UnauthorizedAccessException)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException("no socket in the namespace", fault);
    }

    public void Dispose()
    {
        _holder.Kill(entireProcessTree: true);
        _holder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
