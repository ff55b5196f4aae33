using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of run or probe.</summary>
internal static class RunReader
{
    internal static ParsedRun Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        var values = request.Options;
        var (url, simulator) = ReadTarget(request);
        var reading = RunOptionsReader.Read(values, url, sources);
        RequireGroups(reading.Options);
        var output = OutputReader.Read(values, terminal);
        var baseline = BaselineReader.ReadOfRun(values, output, sources);
        OutputGuard.Check(values, []);
        return new ParsedRun
        {
            Run = reading.Options,
            At = other => RunOptionsReader.Read(values, other, sources).Options,
            Output = output,
            Baseline = baseline,
            Export = ExportReader.Read(values, sources),
            Cluster = ClusterReader.Read(request, reading.Options, sources),
            Simulator = ForRun(simulator, reading.Options),
            Warnings = reading.Warnings,
        };
    }

    /// <summary>The one target: an address, or the embedded simulator.</summary>
    internal static (string? Url, SimulatorSettings? Simulator) ReadTarget(CommandRequest request)
    {
        var simulator = SimulatorReader.ReadEmbedded(request.Options);
        var url = ReadUrl(request);
        if (simulator is not null && url is not null)
            throw new OptionException($"--sim and the URL {TargetText.Redact(url)} are two targets; keep one");
        if (simulator is null && url is null)
        {
            var name = request.Command!.Name;
            throw new OptionException($"{name} needs a URL, or --sim for the embedded simulator", $"{CommandTable.Program} {name} --sim");
        }

        return (url, simulator);
    }

    /// <summary>Checks ask for groups that the run will have.</summary>
    /// <exception cref="OptionException">One does not.</exception>
    internal static void RequireGroups(RunOptions run) =>
        RunOptionsReader.RequireGroups(run.Checks, [.. RequestPlan.ScenarioOf(run.Workload).Tasks.SelectMany(task => task.Steps).Select(step => step.Name).Distinct(StringComparer.Ordinal)]);

    /// <summary>The simulator that serves what a run asks for.</summary>
    internal static SimulatorSettings? ForRun(SimulatorSettings? simulator, RunOptions run) =>
        simulator is null ? null : simulator with { Model = run.Workload.Model, Seed = run.Workload.Seed, ApiKey = run.Connection.ApiKey };

    private static string? ReadUrl(CommandRequest request)
    {
        var urls = request.Words.Concat(request.Options.All("--url").Select(given => given.Text)).Distinct(StringComparer.Ordinal).ToArray();
        return urls.Length switch
        {
            0 => null,
            1 => urls[0],
            _ => throw new OptionException(
                $"{request.Command!.Name} takes one URL, and here are {urls.Length}: {TargetText.Redact(urls[0])} and {TargetText.Redact(urls[1])}; quote values that have blanks"),
        };
    }
}
