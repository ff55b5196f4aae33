using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Agents;

/// <summary>What an agent reads a run's command line from: the files that came with it, and nothing else of this machine but its environment.</summary>
/// <param name="files">Name in the command line, and path of our copy.</param>
internal sealed class AttachedSources(IReadOnlyDictionary<string, string> files) : IOptionSources
{
    private readonly ProcessOptionSources _process = new();

    /// <inheritdoc/>
    public string? Variable(string name) => _process.Variable(name);

    /// <inheritdoc/>
    public bool FileExists(string path) => files.ContainsKey(path);

    /// <inheritdoc/>
    public string ReadText(string path) => files.TryGetValue(path, out var copy) ? _process.ReadText(copy) : throw new FileNotFoundException(path);

    /// <inheritdoc/>
    public long NewSeed() => _process.NewSeed();
}
