using System.Globalization;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>Opens the NDJSON stream of a run where the user wants it.</summary>
internal static class RunOutput
{
    /// <summary>The file that a run writes; null = stdout.</summary>
    internal static string? PathOf(OutputOptions output, string runId) =>
        output.NdjsonIsStandardOutput ? null : output.NdjsonPath ?? string.Create(CultureInfo.InvariantCulture, $"run-{runId}.ndjson");

    /// <summary>Opens it, so that a path that cannot be written is known before anything is measured.</summary>
    /// <exception cref="OptionException">The path cannot be written.</exception>
    internal static Stream Open(string? path)
    {
        if (path is null)
            return Console.OpenStandardOutput();
        return OutputFile.Write("--ndjson", path, () => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1), "-o FILE in a folder that can be written");
    }
}
