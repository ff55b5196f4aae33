using VllmStream.Cli.Running;
using VllmStream.Profiling;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Output.Sweeps;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Cli.Commands;

/// <summary>Raises the load until something breaks, and says which load a server keeps.</summary>
internal static class SweepCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedSweep parsed)
    {
        var output = parsed.Output;
        var talk = new Talk(Console.Error, output.Quiet, overwrite: !Console.IsErrorRedirected && output.Ui == UiKind.Plain);
        foreach (var warning in parsed.Warnings)
            talk.Line($"warning: {warning}");
        talk.Redactor = Redactor.Of(parsed.Sweep.Run);
        var done = ReadDone(parsed);
        await using var metrics = MetricsOutput.Open(parsed.Export, parsed.Sweep.Run, talk.Line, talk.Line);
        await using var simulator = parsed.Simulator is { } settings ? await SimulatorProcess.StartAsync(settings) : null;
        var options = simulator is null ? parsed.Sweep : parsed.Sweep with { Run = parsed.Sweep.Run with { Target = simulator.Target } };
        talk.Redactor = Redactor.Of(options.Run);

        SweepRun? sweep = null;
        var progress = (Stage: 0, Line: new ProgressLine(talk));
        sweep = SweepRun.Create(options, new SweepSinks
        {
            OpenNdjson = () => RunOutput.Open(SweepOutput.PathOf(output, sweep!.Id)),
            StageFile = number => SweepOutput.StagePathOf(output, sweep!.Id, number),
            OpenStage = RunOutput.Open,
            OnTalk = talk.Line,
            OnReady = ready =>
            {
                metrics?.Begin(ready.Run with { Run = sweep!.Id }, ready.Options);
                Introduce(ready, options, talk);
            },
            Live = metrics?.Figures,
            OnSnapshot = talk.Overwrites ? (number, snapshot) =>
            {
                if (progress.Stage != number)
                    progress = (number, new ProgressLine(talk, $"stage {number,2}  "));
                progress.Line.Show(snapshot);
            } : null,
            OnStage = stage => Tell(stage, options, output, talk),
        }, done);
        using var _ = sweep;
        using var signals = new Signals(sweep.Control, talk.Line);
        foreach (var stage in done)
            Tell(stage, options, output, talk);
        var outcome = await sweep.RunAsync();
        talk.EndProgress();
        if (outcome.Failure is { } failure)
        {
            talk.Error(failure.Text, failure.Attempt);
            return sweep.Control.InterruptedBy ?? ExitCode.Unreachable;
        }

        Write(outcome.Result, options, output, talk, sweep.Id);
        return outcome.Result.ExitCode;
    }

    private static IReadOnlyList<SweepStage> ReadDone(ParsedSweep parsed)
    {
        if (parsed.Sweep.ResumeFile is not { } path)
            return [];
        using var stream = SweepOutput.OpenResumed(path);
        return SweepResume.Read(stream, parsed.Sweep, parsed.Simulator is not null);
    }

    private static void Introduce(RunReady ready, SweepOptions options, Talk talk)
    {
        foreach (var notice in ready.Run.Notices)
            talk.Line($"warning: {notice}");
        if (ready.Probe is { } probe)
            talk.Line(ProbeText.OneLine(probe, ready.Run));
        talk.Line(SweepSentence.Of(options, ready.Run));
    }

    private static void Tell(SweepStage stage, SweepOptions options, OutputOptions output, Talk talk)
    {
        if (output.Ui != UiKind.None)
            talk.Line(SweepText.OfStage(stage, options.Sweep.Load));
    }

    private static void Write(SweepResult result, SweepOptions options, OutputOptions output, Talk talk, string id)
    {
        if (output.NdjsonIsStandardOutput)
            return;
        switch (output.Summary)
        {
            case SummaryKind.Text:
                Console.Out.Write(talk.Redactor.Clean(SweepText.Of(result, SweepSentence.Heading(options, id), SweepOutput.PathOf(output, id))));
                break;
            case SummaryKind.Json:
                Console.Out.WriteLine(SweepSummaryLine.JsonOf(result, id, talk.Redactor));
                break;
        }
    }
}
