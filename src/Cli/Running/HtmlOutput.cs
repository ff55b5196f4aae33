using System.Text;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Running;

/// <summary>Where --html goes.</summary>
internal static class HtmlOutput
{
    /// <summary>Writes a page and says where.</summary>
    /// <exception cref="OptionException">The file cannot be written.</exception>
    internal static async Task WriteAsync(string page, string path, Talk talk)
    {
        await OutputFile.WriteTextAsync("--html", path, page);
        talk.Line($"page: {Path.GetFullPath(path)} ({Figure.Size(Encoding.UTF8.GetByteCount(page))})");
    }
}
