using VllmStream.Profiling.Output;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Running;

/// <summary>The files of other runs in the current folder, and the one that is compared with. Of the screen's thread.</summary>
/// <param name="own">The file of the run on the screen; null = none.</param>
internal sealed class OtherRuns(Func<string?> own)
{
    // Nobody walks through more.
    private const int Most = 50;

    /// <summary>The one that is open; null = none.</summary>
    internal OtherRun? Open { get; private set; }

    /// <summary>Those that are there, the newest first.</summary>
    internal IReadOnlyList<string> Files()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(".").EnumerateFiles("*.ndjson").OrderByDescending(file => file.LastWriteTimeUtc).Select(file => file.Name)
                    .Where(name => own() is not { } mine || Path.GetFullPath(name) != Path.GetFullPath(mine)).Take(Most),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null when it was read, else why not.</returns>
    internal string? Read(string file)
    {
        try
        {
            Open = OtherRun.Of(file, RunReport.Load(file));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NdjsonFormatException or FormatException)
        {
            return $"{file}: {e.Message}";
        }
    }
}
