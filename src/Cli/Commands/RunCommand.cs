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
        var talk = new Talk(Console.Error, parsed.Output.Quiet, overwrite: !Console.IsErrorRedirected && parsed.Output.Ui != UiKind.None);
        foreach (var warning in parsed.Warnings)
            talk.Line($"warning: {warning}");

        await using var simulator = parsed.Simulator is { } settings ? await SimulatorProcess.StartAsync(settings) : null;
        var options = simulator is null ? parsed.Run : parsed.Run with { Target = simulator.Target };
        talk.Redactor = Redactor.Of(options);
        return await RunAsync(options, parsed.Output, talk);
    }

    private static async Task<int> RunAsync(RunOptions options, OutputOptions output, Talk talk)
    {
        var progress = new ProgressLine(talk);
        string? path = null;
        ProfilerRun? run = null;
        run = ProfilerRun.Create(options, new RunSinks
        {
            OpenNdjson = () => RunOutput.Open(path = RunOutput.PathOf(output, run!.Id)),
            WriteFailedStart = output.NdjsonPath is not null,
            OnTalk = talk.Line,
            OnReady = ready => Introduce(ready, talk),
            OnSnapshot = output.Ui == UiKind.None ? null : progress.Show,
        });
        using var _ = run;
        using var signals = new Signals(run.Control, talk.Line);
        var result = await run.RunAsync();
        talk.EndProgress();
        if (result.Failure is { } failure)
        {
            talk.Error(failure.Text, failure.Attempt);
            return result.Summary.Judgement.ExitCode;
        }

        if (!output.NdjsonIsStandardOutput)
            SummaryOutput.Write(RunReport.AsWritten(result.Summary, Redactor.Of(options)), output, path);
        return result.Summary.Judgement.ExitCode;
    }

    private static void Introduce(RunReady ready, Talk talk)
    {
        foreach (var notice in ready.Run.Notices)
            talk.Line($"warning: {notice}");
        if (ready.Probe is { } probe)
            talk.Line(ProbeText.OneLine(probe, ready.Run));
        foreach (var finding in ready.Probe?.Findings ?? [])
        {
            // What a run does not say by itself: the rest is in its notices, or for those who ask for a probe.
            if (finding is { Topic: "stream" or "context" or "warnings", Advice: { } advice })
                talk.Line($"warning: {finding.Text}; {advice}");
        }
        talk.Line(PlanSentence.Of(ready.Options));
    }
}
