using VllmStream.Profiling.Linux;

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
    public string? WhyUnreadable(string path)
    {
        const string Once = "is a pipe, and a result is read more than once; write it to a file first";
        if (!File.Exists(path))
            return "is no file that can be read";
        // careful: before it is opened, which waits for whoever writes into it.
        if (FileIdentity.Of(path) is { IsPipe: true })
            return Once;
        try
        {
            using var stream = File.OpenRead(path);
            return stream.CanSeek ? null : Once;
        }
        catch (UnauthorizedAccessException)
        {
            return "cannot be read: this user may not";
        }
        catch (IOException fault)
        {
            return $"cannot be read: {fault.Message}";
        }
    }

    /// <inheritdoc/>
    public string ReadText(string path) => File.ReadAllText(path);

    /// <inheritdoc/>
    public long NewSeed() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(SeedLimit);
}
