using VllmStream.Cli.Coordinating;
using VllmStream.Cli.Running;
using VllmStream.Profiling;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Commands;

/// <summary>Puts load on a server and says what came back.</summary>
internal static class RunCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedRun parsed)
    {
        var talk = new Talk(Console.Error, parsed.Output.Quiet, overwrite: !Console.IsErrorRedirected && parsed.Output.Ui == UiKind.Plain);
        foreach (var warning in parsed.Warnings)
            talk.Line($"warning: {warning}");

        var baseline = Baseline.Read(parsed.Baseline);
        await using var screen = parsed.Output.Ui == UiKind.Tui ? new RunScreen(parsed.At, parsed.Output) : null;
        // What is said before the run stands above the screen; what comes later must not be written over it.
        await using var metrics = MetricsOutput.Open(parsed.Export, parsed.Run, talk.Line, screen is null ? talk.Line : screen.Say);
        await using var simulator = parsed.Simulator is { } settings ? await SimulatorProcess.StartAsync(settings) : null;
        var options = simulator is null ? parsed.Run : parsed.Run with { Target = simulator.Target };
        for (RunOptions? next = options; ;)
        {
            talk.Redactor = Redactor.Of(next);
            (var exitCode, next) = await RunAsync(next, parsed, baseline, talk, screen, metrics);
            if (next is null)
                return exitCode;
            if (metrics is not null)
                await metrics.BeginAnewAsync();
        }
    }

    // What it gives: the exit code, and the options of the run that is to take its place, if one is.
    private static async Task<(int ExitCode, RunOptions? Next)> RunAsync(RunOptions options, ParsedRun parsed, Baseline? baseline, Talk talk, RunScreen? screen, MetricsOutput? metrics)
    {
        var output = parsed.Output;
        var progress = new ProgressLine(talk);
        Action<string> say = screen is null ? talk.Line : screen.Say;
        string? path = null;
        IWatchedRun? made = null;
        var sinks = new RunSinks
        {
            OpenNdjson = () => RunOutput.Open(path = RunOutput.PathOf(output, made!.Id)),
            WriteFailedStart = output.NdjsonPath is not null,
            KeepsEnded = screen is not null,
            OnTalk = say,
            OnMeasured = baseline is null ? null : (measured, missing) => baseline.Judge(path!, measured, missing),
            OnReady = ready =>
            {
                metrics?.Begin(ready.Run, ready.Options);
                Introduce(ready, say, screen, path, parsed.Cluster is not null);
            },
            Live = metrics?.Figures,
            OnSnapshot = screen is not null ? screen.Show : output.Ui == UiKind.None ? null : progress.Show,
        };
        await using var run = made = parsed.Cluster is { } cluster
            ? new CoordinatedRun(options, cluster, sinks, parsed.Attached, id => RecordsOf(cluster, output, id))
            : new LocalRun(ProfilerRun.Create(options, sinks));
        using var signals = new Signals(run.Control, say);
        var (result, next) = screen is null ? (await run.RunAsync(), null) : await screen.WatchAsync(run, options);
        if (next is not null)
            return (result.Summary.Judgement.ExitCode, next);
        var failures = new OutputFailures(talk);
        if (screen?.Kept is { } kept)
            await failures.TryAsync(() => Console.Out.Write(kept));
        foreach (var line in screen?.Spoken ?? [])
            talk.Line(line);
        talk.EndProgress();
        var summary = RunReport.AsWritten(result.Summary, Redactor.Of(options));
        if (result.Failure is { } failure)
            talk.Error(failure.Text, failure.Attempt);
        else if (!output.NdjsonIsStandardOutput)
            await failures.TryAsync(() => SummaryOutput.Write(summary, output, path));
        await SummaryOutput.WriteFilesAsync(summary, output, failures);
        failures.Throw();
        return (result.Summary.Judgement.ExitCode, null);
    }

    // Those of our own agents would go with them.
    private static CollectedRecords? RecordsOf(ClusterOptions cluster, OutputOptions output, string id) =>
        cluster.Collects || cluster.Link is null ? new CollectedRecords(RunOutput.PathOf(output, id) ?? $"run-{id}.ndjson") : null;

    private static void Introduce(RunReady ready, Action<string> say, RunScreen? screen, string? path, bool isSpread)
    {
        screen?.Begin(ready, path);
        // Of a run over agents they say it, who have looked at the server.
        foreach (var line in isSpread ? [] : Introduction.Of(ready))
            say(line);
    }
}
