using VllmStream.Cli.Agents;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Coordinating;

/// <summary>Files and environment of this process, and the names of the files that were there when they were asked for.</summary>
internal sealed class RecordingSources : IOptionSources
{
    private readonly ProcessOptionSources _process = new();
    private readonly List<string> _files = [];
    private readonly List<string> _variables = [];

    /// <summary>Variables that were asked for, are set here, and are not read by agents.</summary>
    internal IReadOnlyList<string> Variables => _variables;

    /// <summary>Their names, as the command line or a file of it gives them.</summary>
    internal IReadOnlyList<string> Files => _files;

    /// <inheritdoc/>
    public string? Variable(string name)
    {
        // Of one that is not set the file's own default holds, here and on every agent.
        if (_process.Variable(name) is { Length: > 0 } && !AttachedSources.IsOwn(name) && !_variables.Contains(name, StringComparer.Ordinal))
            _variables.Add(name);
        return _process.Variable(name);
    }

    /// <inheritdoc/>
    public bool FileExists(string path)
    {
        var exists = _process.FileExists(path);
        if (exists && !_files.Contains(path, StringComparer.Ordinal))
            _files.Add(path);
        return exists;
    }

    /// <inheritdoc/>
    public string ReadText(string path) => _process.ReadText(path);

    /// <inheritdoc/>
    public long NewSeed() => _process.NewSeed();
}
