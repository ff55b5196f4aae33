using System.ComponentModel;
using System.Diagnostics;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Peers;

/// <summary>A peer in the system's Python, from the packages of the distribution.</summary>
internal abstract class PythonClient : LoggingClient
{
    /// <summary>The system's Python: another one on the path would not see its packages.</summary>
    protected const string Python = "/usr/bin/python3";

    /// <summary>Its name as a module, and as a package with python3- before it.</summary>
    public abstract string Module { get; }

    /// <summary>Where the scripts lie.</summary>
    protected static string ScriptPath(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    /// <summary>Finds out whether it can run here.</summary>
    /// <returns>What is missing; null = nothing.</returns>
    public async Task<string?> MissingAsync()
    {
        var start = new ProcessStartInfo(Python, ["-c", $"import {Module}"]) { UseShellExecute = false, RedirectStandardError = true };
        try
        {
            using var python = Process.Start(start)!;
            await python.StandardError.ReadToEndAsync();
            await python.WaitForExitAsync();
            return python.ExitCode == 0 ? null : $"not measured: python3-{Module} is not installed";
        }
        catch (Win32Exception)
        {
            return $"not measured: there is no {Python}";
        }
    }
}
