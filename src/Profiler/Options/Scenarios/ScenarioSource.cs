using VllmStream.Profiling.Options.Prompts;
using YamlDotNet.Core;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Where a scenario comes from, for reading files beside it and for errors that name the place.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Sources">Environment and files.</param>
internal sealed record ScenarioSource(string File, IOptionSources Sources)
{
    /// <summary>An error at a place of the file.</summary>
    public OptionException Wrong(Mark at, string what) => new($"{File}:{at.Line}:{at.Column}: {what}");

    /// <summary>The prompts of a file beside the scenario.</summary>
    public IReadOnlyList<PromptEntry> ReadPrompts(Mark at, string file)
    {
        var path = PathOf(file);
        return PromptFile.Read(path, ReadText(at, path));
    }

    /// <summary>The lines of a text file beside the scenario that hold anything.</summary>
    public IReadOnlyList<string> ReadLines(Mark at, string file)
    {
        var path = PathOf(file);
        string[] lines = [.. ReadText(at, path).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
        return lines.Length > 0 ? lines : throw Wrong(at, $"the file {path} has no line of text");
    }

    private string PathOf(string file) => Path.IsPathRooted(file) ? file : Path.Combine(Path.GetDirectoryName(File) ?? "", file);

    private string ReadText(Mark at, string path) =>
        Sources.TryReadText(path) ?? throw Wrong(at, Sources.FileExists(path) ? $"the file {path} cannot be read" : $"there is no file {path}");
}
