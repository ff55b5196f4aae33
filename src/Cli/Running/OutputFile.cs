using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>The one line that is said when a file that an option names cannot be written.</summary>
internal static class OutputFile
{
    /// <summary>Does what writes a file.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file.</param>
    /// <param name="write">What writes it.</param>
    /// <param name="attempt">What could be tried instead; null = nothing in particular.</param>
    /// <exception cref="OptionException">It cannot be written.</exception>
    internal static T Write<T>(string option, string path, Func<T> write, string? attempt = null)
    {
        try
        {
            return write();
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw Failed(option, path, fault, attempt);
        }
    }

    /// <summary>The same of what gives nothing.</summary>
    internal static void Write(string option, string path, Action write) => Write(option, path, () =>
    {
        write();
        return true;
    });

    /// <summary>Writes a text.</summary>
    /// <exception cref="OptionException">It cannot be written.</exception>
    internal static async Task WriteTextAsync(string option, string path, string text)
    {
        try
        {
            await File.WriteAllTextAsync(path, text);
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw Failed(option, path, fault, attempt: null);
        }
    }

    private static bool IsOfFile(Exception fault) => fault is IOException or UnauthorizedAccessException;

    private static OptionException Failed(string option, string path, Exception fault, string? attempt) => 
        path == OutputOptions.StandardOutput ? StandardOutput.FailureOf(fault) : new($"{option} {path} cannot be written: {fault.Message}", attempt);
}
