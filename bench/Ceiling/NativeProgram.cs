using System.Diagnostics;

namespace VllmStream.Bench.Ceiling;

/// <summary>A C program of bench/Native, compiled when it is needed and run on one core.</summary>
internal sealed class NativeProgram : IDisposable
{
    private readonly Process _process;

    private NativeProgram(Process process) => _process = process;

    /// <summary>Its process.</summary>
    public Process Process => _process;

    /// <summary>Its output.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Compiles and starts it.</summary>
    /// <exception cref="InvalidOperationException">There is no gcc, or it refuses.</exception>
    public static NativeProgram Start(string name, int core, params IEnumerable<string> arguments) => new(Pinned.Start(core, Compile(name), arguments));

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>Asks it to end and waits for it.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    private static string Compile(string name)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Native", $"{name}.c");
        var program = Path.Combine(Path.GetTempPath(), $"vllmstream-bench-{name}-{Environment.ProcessId}");
        try
        {
            using var gcc = Process.Start("gcc", ["-O2", "-o", program, source]);
            gcc.WaitForExit();
            return gcc.ExitCode == 0 ? program : throw new InvalidOperationException($"gcc could not compile {source}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("this bench needs gcc; on Debian: apt-get install gcc libc6-dev", e);
        }
    }
}
