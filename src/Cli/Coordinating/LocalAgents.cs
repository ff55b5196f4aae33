using System.Globalization;
using VllmStream.Cli.Agents;
using VllmStream.Cli.Commands;
using VllmStream.Cli.Running;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Coordinating;

/// <summary>A broker and agents of our own on this machine: this program again, as processes that end with us.</summary>
internal sealed class LocalAgents : IAsyncDisposable
{
    private const string KeyVariable = "VLLMSTREAM_AGENT_KEY";

    // They drain, deliver and leave; by then all of it was done.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    private readonly EmbeddedBroker _broker;
    private readonly ChildProcesses _processes;
    private readonly string _folder;

    private LocalAgents(EmbeddedBroker broker, ChildProcesses processes, string folder) => (_broker, _processes, _folder) = (broker, processes, folder);

    /// <summary>How the broker is reached.</summary>
    internal LinkSettings Link => _broker.Settings;

    /// <summary>Starts them.</summary>
    /// <param name="cluster">How many, and in which regions.</param>
    /// <param name="run">What they need to reach the server.</param>
    /// <param name="say">Takes what they complain of.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="VllmStream.Cluster.ClusterException">There is no nats-server.</exception>
    internal static async Task<LocalAgents> StartAsync(ClusterOptions cluster, RunOptions run, Action<string> say, CancellationToken cancellation)
    {
        var broker = await EmbeddedBroker.StartAsync(Environment.GetEnvironmentVariable("PATH"), cancellation);
        var folder = Directory.CreateTempSubdirectory("vllmstream-agents-").FullName;
        var processes = new ChildProcesses((number, line) => Tell(say, number, line), EndTime);
        var agents = new LocalAgents(broker, processes, folder);
        try
        {
            var environment = new Dictionary<string, string>(broker.Environment, StringComparer.Ordinal) { [AgentCommand.TiedVariable] = "1" };
            if (run.Connection.ApiKey is { } key)
                environment[KeyVariable] = key.Reveal();
            if (run.Connection.Headers.Count > 0)
                environment[OwnConnection.HeadersVariable] = string.Join('\n', run.Connection.Headers.Select(static header => $"{header.Name}: {header.Value.Reveal()}"));
            string[] regions = [.. cluster.Wish.Regions.SelectMany(region => Enumerable.Repeat(region.Region, region.Count))];
            for (var i = 0; i < cluster.Wish.Count; i++)
                processes.Start(OwnProgram.File, [.. OwnProgram.Arguments, .. agents.ArgumentsOf(i, regions.ElementAtOrDefault(i), cluster.Given, run)], environment);
            return agents;
        }
        catch
        {
            await agents.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _processes.DisposeAsync();
        await _broker.DisposeAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In the temporary folder; the system clears it.
        }
    }

    // Nobody but us reaches this broker, so its agents may fire where we are told to.
    private IEnumerable<string> ArgumentsOf(int number, string? region, OptionValues given, RunOptions run) =>
    [
        "agent", "--nats", Link.Shown, "--nats-user", EmbeddedBroker.User, "--nats-password-env", EmbeddedBroker.PasswordVariable,
        "--name", string.Create(CultureInfo.InvariantCulture, $"a{number + 1}"), "--allow-target", "any", "--work-dir", _folder,
        .. region is null ? Array.Empty<string>() : ["--region", region],
        .. run.Connection.ApiKey is null ? Array.Empty<string>() : ["--api-key-env", KeyVariable],
        .. given.Given.Where(value => value.Definition.Name is "--cert" or "--key").SelectMany(value => new[] { value.Definition.Name, Path.GetFullPath(value.Text) }),
    ];

    private static void Tell(Action<string> say, int number, string line)
    {
        if (line.StartsWith("error: ", StringComparison.Ordinal))
            say(string.Create(CultureInfo.InvariantCulture, $"warning: agent a{number + 1}: {line["error: ".Length..]}"));
    }
}
