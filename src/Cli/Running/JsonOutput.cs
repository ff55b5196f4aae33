using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>Where --json goes.</summary>
internal static class JsonOutput
{
    /// <summary>Writes a document to a file, or to stdout for -.</summary>
    /// <exception cref="OptionException">The file cannot be written.</exception>
    internal static async Task WriteAsync(string json, string path)
    {
        if (path == OutputOptions.StandardOutput)
        {
            await Console.Out.WriteLineAsync(json);
            return;
        }
        try
        {
            await File.WriteAllTextAsync(path, json + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--json {path} cannot be written: {e.Message}");
        }
    }
}
