using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>Files and variables of a test.</summary>
internal sealed class FakeSources : IOptionSources
{
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool FileExists(string path) => Files.ContainsKey(path);

    public string ReadText(string path) => Files[path];

    public long NewSeed() => 1;
}
