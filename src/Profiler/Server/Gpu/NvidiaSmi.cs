using System.ComponentModel;
using System.Diagnostics;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Server.Gpu;

/// <summary>One nvidia-smi that runs beside the load and writes a line for each GPU every second. Its readers are threads of the pool; started and ended by the run's own thread.</summary>
internal sealed class NvidiaSmi : IDisposable
{
    private const string Program = "nvidia-smi";

    // Some of its start-up errors have several lines; the first says it.
    private const int LongestProblem = 200;

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Action<GpuReading> _onReading;
    private readonly Action<string> _onProblem;
    private readonly EventHandler _kill;
    private volatile bool _isOver;
    private volatile string? _said;

    private NvidiaSmi(Process process, Action<GpuReading> onReading, Action<string> onProblem)
    {
        (_process, _onReading, _onProblem) = (process, onReading, onProblem);
        _kill = (_, _) => Kill();
        // Also where the process ends without this being disposed.
        AppDomain.CurrentDomain.ProcessExit += _kill;
        _ = ReadAsync(process.StandardOutput, isOutput: true);
        _ = ReadAsync(process.StandardError, isOutput: false);
    }

    /// <summary>Where it is on a search path; null where it is not.</summary>
    /// <param name="path">The variable PATH.</param>
    public static string? Find(string? path)
    {
        foreach (var folder in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var file = Path.Combine(folder, OperatingSystem.IsWindows() ? Program + ".exe" : Program);
            if (File.Exists(file))
                return file;
        }
        return null;
    }

    /// <summary>Starts it.</summary>
    /// <param name="file">The program.</param>
    /// <param name="onReading">Gets what it reads; called on threads of the pool.</param>
    /// <param name="onProblem">Hears why there will be no more; the same.</param>
    /// <returns>Null when it cannot be started, which is told too.</returns>
    public static NvidiaSmi? Start(string file, Action<GpuReading> onReading, Action<string> onProblem)
    {
        var start = new ProcessStartInfo(file, NvidiaSmiLine.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The keys of a screen are not for it.
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        try
        {
            return new NvidiaSmi(Process.Start(start)!, onReading, onProblem);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            onProblem($"{Program} cannot be started: {e.Message}");
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= _kill;
        _isOver = true;
        Kill();
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(EndTime);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended by itself.
        }
    }

    private async Task ReadAsync(StreamReader lines, bool isOutput)
    {
        try
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                if (isOutput && NvidiaSmiLine.Read(line, Ticks.Now) is { } reading)
                    _onReading(reading);
                else if (line.Trim() is { Length: > 0 } said && _said is null)
                    _said = said.Length <= LongestProblem ? said : said[..LongestProblem];
            }
            if (isOutput && !_isOver)
                _onProblem(_said is { } why ? $"{Program} ended: {why}" : $"{Program} ended");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Ended by us while it was read.
        }
    }
}
