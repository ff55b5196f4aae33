using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The executable while it runs.</summary>
internal sealed partial class VllmstreamProcess : IDisposable
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigCont = 18;
    public const int SigStop = 19;

    private readonly Process _process;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly MemoryStream _stdout = new();
    private readonly MemoryStream _stderr = new();
    private readonly Task _reading;

    public VllmstreamProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start) ?? throw new InvalidOperationException("no process: " + start.FileName);
        _process.StandardInput.Close();
        _reading = Task.WhenAll(CopyAsync(_process.StandardOutput.BaseStream, _stdout), CopyAsync(_process.StandardError.BaseStream, _stderr));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What stderr holds by now.</summary>
    public string StderrSoFar
    {
        get
        {
            lock (_stderr)
                return System.Text.Encoding.UTF8.GetString(_stderr.ToArray());
        }
    }

    public void Signal(int signal) => Signal(_process.Id, signal);

    public static void Signal(int pid, int signal)
    {
        if (Kill(pid, signal) != 0)
            throw new InvalidOperationException($"kill {signal} failed: {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Waits for the end; a run that takes longer is killed and fails the test with what it wrote.</summary>
    public async Task<ProcessResult> WaitAsync(double timeoutSeconds = 30)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(timeoutSeconds));
        var late = false;
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            late = true;
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        await _reading;
        var result = new ProcessResult(_process.ExitCode, _stdout.ToArray(), _stderr.ToArray(), _watch.Elapsed);
        if (late)
            Assert.Fail($"the run did not end within {timeoutSeconds} s; {result}");
        return result;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task CopyAsync(Stream from, MemoryStream to)
    {
        var buffer = new byte[8192];
        int n;
        while ((n = await from.ReadAsync(buffer)) > 0)
        {
            lock (to)
                to.Write(buffer, 0, n);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
