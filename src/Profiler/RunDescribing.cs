using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Probing;
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
        string[] models = [.. steps.Select(step => step.Request.Model ?? ready.Terms.Model).Where(name => !VariableText.HasVariables(name)).Distinct(StringComparer.Ordinal)];
        return new RunDescription
        {
            Run = "",
            Tool = "",
            Scenario = options.Workload.Scenario?.Name,
            Target = targets.Length == 1 ? targets[0] : options.Target.Root,
            Model = string.Join(", ", models) is { Length: > 0 } named ? named : null,
            ServerName = ready.Facts?.Name,
            ServerVersion = ready.Facts?.Version,
            Mode = options.Workload.Mode == RequestMode.Paired ? "paired" : steps.All(step => step.Request.IsStreamed) ? "stream" : steps.Any(step => step.Request.IsStreamed) ? "mixed" : "nonstream",
            Load = LoadOf(options),
            Groups = [.. steps.Select(step => step.Name).Distinct(StringComparer.Ordinal)],
            Slo = options.Slo,
            Checks = options.Checks,
            Notices = RunNotices.Of(options, steps, ready),
        };
    }

    /// <summary>What the load may open at once; nobody knows for an open loop without a cap, and for HTTP/2, where the server says how many requests share one.</summary>
    public static int? MostConnections(RunOptions options) =>
        options.Connection.Http2 ? null : options.Load.Kind == LoadKind.Open ? options.Load.MaxConcurrency : options.Load.Concurrency;

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
            Trace = load.Trace is { } trace ? Path.GetFileName(trace.File) : null,
            Speed = load.Trace?.Speed,
            Cancel = load.Cancel?.Text,
            RatePerS = open && load.RatePerSecond > 0 ? load.RatePerSecond : null,
            Arrivals = open ? options.Workload.Arrivals : null,
            Arrival = open && load.Trace is null ? Words.Of(load.Arrival) : null,
            Burstiness = open && load.Arrival == ArrivalKind.Gamma ? load.Burstiness : null,
            MaxConcurrency = open ? load.MaxConcurrency : null,
            Seed = options.Workload.Seed,
        };
    }
}
