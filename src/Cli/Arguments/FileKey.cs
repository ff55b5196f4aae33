using System.Globalization;
using VllmStream.Profiling.Linux;

namespace VllmStream.Cli.Arguments;

/// <summary>Tells whether two names are one file: by device and number, so that neither a linked folder nor a hard link hides it; where nothing is there yet by that of its folder.</summary>
internal static class FileKey
{
    /// <summary>The same text for the same file; null for a device or a pipe, which loses nothing by being written twice.</summary>
    internal static string? Of(string path)
    {
        var full = Followed(Path.GetFullPath(path));
        if (FileIdentity.Of(full) is { } there)
            return there.KeepsData ? KeyOf(there) : null;
        return Path.GetDirectoryName(full) is { } folder && FileIdentity.Of(folder) is { } parent ? $"{KeyOf(parent)}/{Path.GetFileName(full)}" : full;
    }

    // careful: a link to what is not there yet is followed too: writing through it makes the file that it names.
    private static string Followed(string full)
    {
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return full;
        }
    }

    private static string KeyOf(FileIdentity file) => string.Create(CultureInfo.InvariantCulture, $"{file.DeviceMajor}:{file.DeviceMinor}:{file.Inode}");
}
