using System.ComponentModel;
using System.Diagnostics;

namespace VllmStream.Bench.Loads;

/// <summary>A C program of bench/Native, built when it is first asked for.</summary>
internal static class NativeProgram
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Native");

    /// <summary>Builds a program beside its source in the output folder.</summary>
    /// <returns>The path of the executable.</returns>
    /// <exception cref="BenchException">There is no gcc, or it refuses.</exception>
    public static async Task<string> BuildAsync(string name)
    {
        var program = Path.Combine(Folder, name);
        var start = new ProcessStartInfo("gcc", ["-O2", "-Wall", "-Wextra", "-o", program, $"{program}.c"]) { UseShellExecute = false, RedirectStandardError = true };
        try
        {
            using var gcc = Process.Start(start)!;
            var said = await gcc.StandardError.ReadToEndAsync();
            await gcc.WaitForExitAsync();
            return gcc.ExitCode == 0 ? program : throw new BenchException($"gcc does not build {name}.c:\n{said}");
        }
        catch (Win32Exception)
        {
            throw new BenchException("gcc is missing, and the reference server is C; try: apt-get install gcc libc6-dev");
        }
    }
}
