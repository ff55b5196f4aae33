using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Agents;

/// <summary>Who an agent is to the servers that it fires at: its own, and told to nobody.</summary>
internal sealed record OwnConnection
{
    /// <summary>Headers of a run that started this agent, one a line: not on its command line, which other users read.</summary>
    internal const string HeadersVariable = "VLLMSTREAM_AGENT_HEADERS";

    /// <summary>The API key; null = what the environment says, as for run.</summary>
    public Secret? Key { get; init; }

    /// <summary>Where it comes from; null with it.</summary>
    public string? KeySource { get; init; }

    /// <summary>Headers.</summary>
    public IReadOnlyList<HeaderOption> Headers { get; init; } = [];

    /// <summary>Client certificate; null = none.</summary>
    public string? CertFile { get; init; }

    /// <summary>Its key; null = in the same file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="OptionException">A value cannot be.</exception>
    internal static OwnConnection Read(OptionValues values, IOptionSources sources, List<string> warnings)
    {
        var (key, source) = KeyReader.Read(values, sources, warnings);
        return new OwnConnection
        {
            Key = key,
            KeySource = source,
            Headers = [.. values.All("--header").Select(given => HeaderText.Read(given.Spelling, given.Text)), .. (sources.Variable(HeadersVariable) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => HeaderText.Read(HeadersVariable, line))],
            CertFile = ConnectionReader.ReadFileName(values, "--cert", sources),
            KeyFile = ConnectionReader.ReadFileName(values, "--key", sources),
        };
    }

    /// <summary>A run's connection with all of it.</summary>
    /// <param name="connection">As the run's command line says.</param>
    /// <param name="sent">The key that came with the run; null = none did.</param>
    internal ConnectionOptions Apply(ConnectionOptions connection, Secret? sent) => connection with
    {
        ApiKey = sent ?? Key ?? connection.ApiKey,
        ApiKeySource = sent is not null ? "the coordinator" : Key is not null ? KeySource : connection.ApiKeySource,
        Headers = [.. connection.Headers, .. Headers],
        ClientCertFile = CertFile,
        ClientKeyFile = KeyFile,
    };
}
