using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling;

/// <summary>Says what is about to be run: the facts of options, scenario and server that head every report.</summary>
internal static class RunDescribing
{
    /// <summary>The description; id, tool and time are the caller's to fill in.</summary>
    public static RunDescription Describe(RunOptions options, Scenario scenario, ReadyServer ready)
    {
        ScenarioStep[] steps = [.. scenario.Tasks.SelectMany(task => task.Steps)];
        string[] targets = [.. steps.Select(step => options.Target.UrlOf(EndpointNames.PathOf(step.Request.Endpoint, step.Request.EndpointPath))).Distinct(StringComparer.Ordinal)];
        string[] models = [.. steps.Select(step => step.Request.Model ?? ready.Model).Where(name => !VariableText.HasVariables(name)).Distinct(StringComparer.Ordinal)];
        return new RunDescription
        {
            Run = "",
            Tool = "",
            Scenario = options.Workload.Scenario?.Name,
            Target = targets.Length == 1 ? targets[0] : options.Target.Root,
            Model = string.Join(", ", models) is { Length: > 0 } named ? named : null,
            ServerName = ready.Facts?.Name,
            ServerVersion = ready.Facts?.Version,
            Mode = steps.All(step => step.Request.IsStreamed) ? "stream" : steps.Any(step => step.Request.IsStreamed) ? "mixed" : "nonstream",
            Load = LoadOf(options),
            Groups = [.. steps.Select(step => step.Name).Distinct(StringComparer.Ordinal)],
            Slo = options.Slo,
            Checks = options.Checks,
            Notices = Notices(options, steps, ready),
        };
    }

    /// <summary>What the load may open at once; nobody knows for an open loop without a cap.</summary>
    public static int? MostConnections(LoadOptions load) => load.Kind == LoadKind.Open ? load.MaxConcurrency : load.Concurrency;

    private static LoadDescription LoadOf(RunOptions options)
    {
        var load = options.Load;
        var (open, users) = (load.Kind == LoadKind.Open, load.Kind == LoadKind.Users);
        return new LoadDescription
        {
            Kind = Words.Of(load.Kind),
            Concurrency = open ? null : load.Concurrency,
            Think = users && !load.Think.IsZero ? load.Think.ToString() : null,
            SpawnPerS = users ? load.SpawnRate : null,
            Stages = load.Stages.Count > 0 ? StagesText.Format(load.Stages) : null,
            RatePerS = open ? load.RatePerSecond : null,
            Arrival = open ? Words.Of(load.Arrival) : null,
            Burstiness = open && load.Arrival == ArrivalKind.Gamma ? load.Burstiness : null,
            MaxConcurrency = open ? load.MaxConcurrency : null,
            Seed = options.Workload.Seed,
        };
    }

    private static List<string> Notices(RunOptions options, ScenarioStep[] steps, ReadyServer ready)
    {
        var notices = new List<string>();
        if (options.Connection.Insecure)
            notices.Add("the server's certificate was not checked (--insecure)");
        if (options.Connection.Proxy is { } proxy)
            notices.Add($"through the proxy {proxy.Scheme}://{proxy.Authority} ({options.Connection.ProxySource})");
        if (options.Connection.Http2)
            notices.Add("HTTP/2: times are taken in user space, and the streams of a connection share its reads");
        if (MostConnections(options.Load) is { } most && SystemLimits.WarnOfPorts(most) is { } ports)
            notices.Add(ports);
        if (ready is { IncludeUsage: false } && steps.Any(step => step.Request.IsStreamed))
            notices.Add("the server refuses stream_options: tokens are counted by chunks");
        return notices;
    }
}
