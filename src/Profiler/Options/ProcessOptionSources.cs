namespace VllmStream.Profiling.Options;

/// <summary>The environment and files of this process.</summary>
public sealed class ProcessOptionSources : IOptionSources
{
    // Six digits are enough to tell runs apart, and short enough to type again.
    private const int SeedLimit = 1_000_000;

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public string ReadText(string path) => File.ReadAllText(path);

    /// <inheritdoc/>
    public long NewSeed() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(SeedLimit);
}
