namespace VllmStream.Profiling.Options;

/// <summary>What options are read from beside the command line: environment, files, chance. An interface, so that tests need none of them.</summary>
public interface IOptionSources
{
    /// <summary>An environment variable; null or empty = not set.</summary>
    string? Variable(string name);

    /// <summary>True if there is a file to read.</summary>
    bool FileExists(string path);

    /// <summary>Why a file cannot be read, and read again, as an error line goes on behind its name; null where it can.</summary>
    string? WhyUnreadable(string path) => FileExists(path) ? null : "is no file that can be read";

    /// <summary>The text of a file.</summary>
    string ReadText(string path);

    /// <summary>The text of a file; null when it is none that can be read.</summary>
    sealed string? TryReadText(string path)
    {
        try
        {
            return FileExists(path) ? ReadText(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A seed for a run that was given none.</summary>
    long NewSeed();
}
