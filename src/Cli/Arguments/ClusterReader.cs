using VllmStream.Cli.Coordinating;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads over which agents a run is spread.</summary>
internal static class ClusterReader
{
    private const string Attach = "--attach";

    private static readonly string[] OfLoad = ["--agents", "--region", "--on-agent-loss", "--send-key"];

    private static readonly string[] OfAgents = [.. OfLoad, "--agent-timeout", "--collect", Attach];

    // Each request is told along where it ends; the coordinator hears of none of them by itself.
    private static readonly string[] NotSpread = ["--serve-metrics", "--otlp", "--baseline"];

    // Who we are to the server is not told to others.
    private static readonly string[] OwnOfAgents = ["--header", "--cert", "--key"];

    private static readonly string[] Keys = ["--api-key-env", "--api-key-file", "--api-key"];

    // Without the file that they are about they would be mistakes.
    private static readonly string[] OfFiles = ["--check", "--slo", "--think", "--spawn-rate", "--speed"];

    /// <summary>True for a run that is picked up.</summary>
    internal static bool IsAttach(CommandRequest request) => request.Options.Has(Attach);

    /// <summary>The agents of a run; null for one on this machine alone.</summary>
    /// <exception cref="OptionException">An option cannot be with the others.</exception>
    internal static ClusterOptions? Read(CommandRequest request, RunOptions run, IOptionSources sources)
    {
        var values = request.Options;
        if (!values.Has(LinkOptionsReader.Broker))
        {
            return OfAgents.Concat(LinkOptionsReader.Names).Select(values.One).OfType<OptionValue>().FirstOrDefault() is { } given
                ? throw given.Wrong($"is of a run over agents; add {LinkOptionsReader.Broker} URL, or {LinkOptionsReader.Broker} {LinkReader.Embedded}")
                : null;
        }

        var link = LinkOptionsReader.Read(request, sources);
        var options = Of(values) with { Link = link, SendsKey = values.Has("--send-key"), Given = values };
        RefuseWhatStaysHere(values, run, options);
        if (link is null && options.SendsKey)
            throw new OptionException($"--send-key is for agents elsewhere; those of {LinkOptionsReader.Broker} {LinkReader.Embedded} have the key");
        if (link is null && options.Wish.Count is null)
            throw new OptionException($"{LinkOptionsReader.Broker} {LinkReader.Embedded} does not say how many agents to start; add --agents N");
        if (options.Wish.Count is { } count)
            RequireWorkForAll(run, count);
        return options;
    }

    /// <summary>A run that is picked up.</summary>
    /// <exception cref="OptionException">An option would change what goes on already.</exception>
    internal static ParsedAttach ReadAttach(CommandRequest request, IOptionSources sources, Func<CommandRequest, ParsedRun> read)
    {
        var values = request.Options;
        var run = values.One(Attach)!;
        if (run.Text.Length == 0)
            throw new OptionException($"{Attach} is empty; write the id of a run", $"{Attach} 7f3a");
        var link = LinkOptionsReader.Read(request, sources) ?? throw new OptionException($"{run.Shown} needs the broker that the run is on, and {LinkOptionsReader.Broker} {LinkReader.Embedded} starts a new one");
        OptionValue[] foreign = [.. values.Given.Where(given => given.Definition.Section != OptionSection.Output && given.Definition.Name is not (Attach or LinkOptionsReader.Broker or "--agent-timeout" or "--collect") && !LinkOptionsReader.Names.Contains(given.Definition.Name, StringComparer.Ordinal))];
        if (foreign is [var first, ..])
            throw first.Wrong($"cannot change a run that goes on; leave it out with {Attach}");
        if (request.Words is [var word, ..])
            throw new OptionException($"{TargetText.Redact(word)} cannot change a run that goes on; leave it out with {Attach}");
        OptionValue[] own = [.. values.Given.Where(given => given.Definition.Section == OptionSection.Output)];
        return new ParsedAttach(run.Text, link, Of(values), args =>
        {
            var theirs = CommandLineReader.Read(args);
            // careful: it lies with the broker, where others may write.
            if (theirs.Options.Given.FirstOrDefault(given => !TravellingOptions.Travels(given.Definition)) is { } strange)
                throw new OptionException($"the run's own command line has {strange.Spelling}, which no run sends to agents");
            return read(theirs with { Options = new OptionValues([.. WithoutFilesOfElsewhere(theirs.Options.Given, sources), .. own]) });
        })
        {
            Quiet = values.Has("--quiet"),
        };
    }

    // The agents have copies of these files, and said what is in them; whoever attaches may be on another machine.
    private static OptionValue[] WithoutFilesOfElsewhere(IReadOnlyList<OptionValue> theirs, IOptionSources sources)
    {
        OptionValue[] known = [.. theirs.Where(given => given.Definition.Shape != ValueShape.File || sources.FileExists(given.Text) || ScenarioFile.Shipped.Contains(given.Text, StringComparer.Ordinal))];
        return known.Length == theirs.Count ? known : [.. known.Where(static given => !OfFiles.Contains(given.Definition.Name, StringComparer.Ordinal))];
    }

    private static ClusterOptions Of(OptionValues values) => new()
    {
        Wish = AgentWish.Of((int?)values.Count("--agents", 1, 100_000), values.One("--region") is { } regions ? RegionCount.ParseAll(regions.Text) : null),
        OnLoss = values.Word("--on-agent-loss", LossPolicy.Continue, ("continue", LossPolicy.Continue), ("rebalance", LossPolicy.Rebalance), ("stop", LossPolicy.Stop)),
        AgentTimeout = values.Duration("--agent-timeout") ?? new ClusterOptions().AgentTimeout,
        Collects = values.Has("--collect"),
    };

    private static void RefuseWhatStaysHere(OptionValues values, RunOptions run, ClusterOptions options)
    {
        if (NotSpread.Select(values.One).OfType<OptionValue>().FirstOrDefault() is { } given)
            throw given.Wrong($"needs every request, and those stay with the agents; {(given.Definition.Name == "--baseline" ? "write --collect, and compare the files" : "leave it out")}");
        if (options.OnLoss == LossPolicy.Rebalance && run.Workload.Mode == RequestMode.Paired)
            throw new OptionException("--on-agent-loss rebalance would tear pairs apart; use continue or stop with --mode paired");
        // Agents of our own are started with what they need.
        if (options.Link is null)
            return;
        if (OwnOfAgents.SelectMany(values.All).FirstOrDefault() is { } own)
            throw new OptionException($"{own.Spelling} may hold a secret, and is not sent to agents", $"{own.Spelling} on the command line of each agent");
        if (run.Connection.Headers.Count > 0)
            throw new OptionException("the user in the URL says who asks, and is not sent to agents", "--header on the command line of each agent");
        if (Keys.Select(values.One).OfType<OptionValue>().FirstOrDefault() is { } key && !options.SendsKey)
            throw new OptionException($"{key.Shown} stays on this machine, and agents have keys of their own", "--send-key to give it to them, over TLS");
        if (options.SendsKey && run.Connection.ApiKey is null)
            throw new OptionException("--send-key has no key to send", "--api-key-env NAME");
        if (options.SendsKey && !options.Link.NeedsTls)
            throw new OptionException("--send-key sends the key over TLS only, and the link to the broker has none", $"{LinkOptionsReader.Broker} tls://…");
    }

    /// <summary>Each agent has something to do: one without would never end.</summary>
    /// <exception cref="OptionException">One has not.</exception>
    internal static void RequireWorkForAll(RunOptions run, int agents)
    {
        var load = run.Load;
        var (what, number) = load.Kind != LoadKind.Open ? (load.Kind == LoadKind.Users ? "--users" : "--concurrency", load.Concurrency) : ("--max-concurrency", load.MaxConcurrency ?? int.MaxValue);
        if (number < agents)
            throw new OptionException($"{what} {number} leaves some of {agents} agents without work; use {agents} or more");
        if (run.Limits.Requests < agents)
            throw new OptionException($"--requests {run.Limits.Requests} leaves some of {agents} agents without work; use {agents} or more");
    }
}
