using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Agents;

/// <summary>What an agent reads a run's command line from: the files that came with it, and nothing else of this machine but its key and its proxies.</summary>
/// <param name="files">Name in the command line, and path of our copy.</param>
internal sealed class AttachedSources(IReadOnlyDictionary<string, string> files) : IOptionSources
{
    private readonly ProcessOptionSources _process = new();

    /// <summary>What an agent reads out of its own environment for a run: who it is, and its proxies. Anything else a coordinator could have sent wherever it likes, and it would differ from agent to agent.</summary>
    internal static bool IsOwn(string name) => name.ToUpperInvariant() is "VLLM_API_KEY" or "OPENAI_API_KEY" or "HTTP_PROXY" or "HTTPS_PROXY" or "ALL_PROXY" or "NO_PROXY";

    /// <inheritdoc/>
    public string? Variable(string name) => IsOwn(name) ? _process.Variable(name) : null;

    /// <inheritdoc/>
    public bool FileExists(string path) => files.ContainsKey(path);

    /// <inheritdoc/>
    public string ReadText(string path) => files.TryGetValue(path, out var copy) ? _process.ReadText(copy) : throw new FileNotFoundException(path);

    /// <inheritdoc/>
    public long NewSeed() => _process.NewSeed();
}
