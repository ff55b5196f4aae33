using VllmStream.Cli.Running;
using VllmStream.Profiling;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Commands;

/// <summary>Sends one request and shows its whole timeline.</summary>
internal static class ProbeCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedRun parsed)
    {
        var talk = new Talk(Console.Error, parsed.Output.Quiet, overwrite: false);
        foreach (var warning in parsed.Warnings)
            talk.Line($"warning: {warning}");
        await using var simulator = parsed.Simulator is { } settings ? await SimulatorProcess.StartAsync(settings) : null;
        var options = simulator is null ? parsed.Run : parsed.Run with { Target = simulator.Target };
        talk.Redactor = Redactor.Of(options);
        using var run = ProfilerRun.Create(options, new RunSinks { OnTalk = talk.Line });
        using var signals = new Signals(run.Control, talk.Line);

        var (probe, description, failure) = await run.ProbeAsync();
        if (probe is not null && description is not null)
            Console.Out.Write(talk.Redactor.Clean(ProbeText.Timeline(probe, description)));
        if (failure is null)
            return run.Control.InterruptedBy ?? ExitCode.Ok;
        talk.Error(failure.Text, failure.Attempt);
        return run.Control.InterruptedBy ?? ExitCode.Unreachable;
    }
}
