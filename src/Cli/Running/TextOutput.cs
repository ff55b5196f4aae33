using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>Where a result goes that an option names a file for.</summary>
internal static class TextOutput
{
    /// <summary>Writes a text and a line end to a file, or to stdout for -.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it, for the error line.</param>
    /// <exception cref="OptionException">The file cannot be written.</exception>
    internal static async Task WriteAsync(string text, string path, string option)
    {
        if (path == OutputOptions.StandardOutput)
            await Console.Out.WriteLineAsync(text);
        else
            await OutputFile.WriteTextAsync(option, path, text + "\n");
    }
}
