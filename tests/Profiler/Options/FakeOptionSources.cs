using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

/// <summary>Environment and files of a test.</summary>
internal sealed class FakeOptionSources : IOptionSources
{
    public const long Seed = 42;

    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, string> Files { get; } = [];

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool FileExists(string path) => Files.ContainsKey(path);

    /// <summary>Files that are there and that nobody may read.</summary>
    public HashSet<string> Locked { get; } = [];

    public string ReadText(string path) => Locked.Contains(path) ? throw new UnauthorizedAccessException() : Files[path];

    public long NewSeed() => Seed;
}
