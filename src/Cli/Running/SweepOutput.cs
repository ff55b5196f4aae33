using System.Globalization;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>Where the files of a sweep are: its own, and one for each stage beside it.</summary>
internal static class SweepOutput
{
    /// <summary>The sweep's own file; null = stdout.</summary>
    internal static string? PathOf(OutputOptions output, string sweep) =>
        output.NdjsonIsStandardOutput ? null : output.NdjsonPath ?? string.Create(CultureInfo.InvariantCulture, $"sweep-{sweep}.ndjson");

    /// <summary>The run file of a stage.</summary>
    internal static string StagePathOf(OutputOptions output, string sweep, int number)
    {
        var own = PathOf(output, sweep) ?? $"sweep-{sweep}.ndjson";
        return Path.Combine(Path.GetDirectoryName(own) ?? "", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(own)}-{number:00}.ndjson"));
    }

    /// <summary>Opens the file of a sweep that is gone on with.</summary>
    /// <exception cref="OptionException">It cannot be read.</exception>
    internal static Stream OpenResumed(string path)
    {
        try
        {
            // Read as a whole: the sweep that goes on may write over it.
            return new MemoryStream(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--resume {path} cannot be read: {e.Message}");
        }
    }
}
