using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

/// <summary>Environment and files of a test; chance always draws the same seed.</summary>
internal sealed class FakeSources : IOptionSources
{
    public const long Seed = 42;

    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, string> Files { get; } = [];

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool FileExists(string path) => Files.ContainsKey(path);

    public string ReadText(string path) => Files[path];

    public long NewSeed() => Seed;
}
