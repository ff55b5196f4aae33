using VllmStream.Cli.Arguments;
using VllmStream.Cli.Coordinating;
using VllmStream.Cluster.Agents;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Agents;

/// <summary>Reads the command line that a coordinator sends, which may be anybody's. Pure but for the files that came with it.</summary>
internal static class AssignedRun
{
    /// <summary>The run, this agent's share of it.</summary>
    /// <exception cref="OptionException">It cannot be run, or asks for what is not the coordinator's.</exception>
    internal static RunOptions Read(AgentAssignment assignment, OwnConnection own)
    {
        // careful: the id becomes part of a file's name.
        if (assignment.Run.Length is 0 or > 32 || !assignment.Run.All(char.IsAsciiLetterOrDigit))
            throw new OptionException("the coordinator sent a run without a name");
        if (assignment.Shares < 1 || assignment.Share < 0 || assignment.Share >= assignment.Shares)
            throw new OptionException($"there is no share {assignment.Share + 1} of {assignment.Shares}");
        var request = CommandLineReader.Read(assignment.Args);
        if (request.Command?.Kind != CommandKinds.Run)
            throw new OptionException("the coordinator sent no command line of run");
        if (request.Options.Given.FirstOrDefault(given => !TravellingOptions.Travels(given.Definition)) is { } foreign)
            throw new OptionException($"{foreign.Spelling} is not a coordinator's to say");
        var url = RunReader.ReadTarget(request).Url ?? throw new OptionException("the coordinator named no target");
        var options = RunOptionsReader.Read(request.Options, url, new AttachedSources(assignment.Files)).Options;
        if (options.Workload.Seed != assignment.Seed)
            throw new OptionException($"the seed of the command line is {options.Workload.Seed}, and that of the run {assignment.Seed}");
        RunReader.RequireGroups(options);
        return options with
        {
            Load = options.Load with { Share = new PlanShare(assignment.Share, assignment.Shares) },
            Connection = own.Apply(WithCopies(options.Connection, assignment), assignment.Key),
            Tokenizer = options.Tokenizer?.Path is { } path && assignment.Files.TryGetValue(path, out var copy) ? new TokenizerOption(copy) : options.Tokenizer,
            // One of many sees a part of what the server serves, and would take the others for strangers.
            Watch = new WatchOptions { ReadsMetrics = false, Gpu = GpuSource.Off },
        };
    }

    /// <summary>Every address that it contacts.</summary>
    internal static IReadOnlyList<TargetUrl> TargetsOf(RunOptions options)
    {
        if (options.Connection.Proxy is not { } proxy)
            return [options.Target];
        return TargetText.TryParse(proxy.GetLeftPart(UriPartial.Authority), out var address, out _) ? [options.Target, address.Url] : throw new OptionException($"the proxy {proxy.Host} is no address");
    }

    private static ConnectionOptions WithCopies(ConnectionOptions connection, AgentAssignment assignment) =>
        connection.CaCertFile is { } file && assignment.Files.TryGetValue(file, out var copy) ? connection with { CaCertFile = copy } : connection;
}
