using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace VllmStream.Bench.Loads;

/// <summary>A program on one core. Its output is kept; it is killed with this object when it has not ended by itself.</summary>
/// <remarks>taskset and not an affinity set from here: the runtime counts its cores and makes its threads before anybody could.</remarks>
internal sealed partial class PinnedProcess : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private PinnedProcess(Process process) => _process = process;

    /// <summary>Number of the process; taskset becomes the program, so it is the program's.</summary>
    public int Id => _process.Id;

    /// <summary>What it prints.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>What it said on stderr so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <exception cref="BenchException">There is no taskset, or no such core.</exception>
    public static PinnedProcess Start(int core, string program, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        if (core >= Environment.ProcessorCount)
            throw new BenchException("client and server need a core each, and this process may use one only");
        var start = new ProcessStartInfo("taskset", ["-c", core.ToString(), program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            var pinned = new PinnedProcess(Process.Start(start)!);
            pinned._process.ErrorDataReceived += (_, line) => pinned.AddError(line.Data);
            pinned._process.BeginErrorReadLine();
            return pinned;
        }
        catch (Win32Exception)
        {
            throw new BenchException("taskset is missing; try: apt-get install util-linux");
        }
    }

    /// <summary>Keeps this program to a core, so that what it does takes nothing from whom it measures on another. Its threads from now on inherit it.</summary>
    public static void KeepThisProgramTo(int core)
    {
        // All threads: an affinity set from here would be that of one.
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-p", "-c", core.ToString(), Environment.ProcessId.ToString()]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        taskset.StandardOutput.ReadToEnd();
        taskset.WaitForExit();
    }

    /// <summary>Asks it to end, as Ctrl-C does.</summary>
    public void Stop() => _ = Signal(_process.Id, Terminate);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="BenchException">It did not end in time.</exception>
    public async Task WaitAsync(TimeSpan atMost)
    {
        using var timeOut = new CancellationTokenSource(atMost);
        try
        {
            await _process.WaitForExitAsync(timeOut.Token);
        }
        catch (OperationCanceledException)
        {
            throw new BenchException($"{_process.StartInfo.ArgumentList[2]} has not ended after {atMost.TotalSeconds:0} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void AddError(string? line)
    {
        lock (_errors)
            _errors.AppendLine(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
