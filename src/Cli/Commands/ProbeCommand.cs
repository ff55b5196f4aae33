using VllmStream.Cli.Running;
using VllmStream.Profiling;

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
        using var run = new ProfilerRun(simulator is null ? parsed.Run : parsed.Run with { Target = simulator.Target }, new RunSinks { OnTalk = talk.Line });
        using var signals = new Signals(run.Control, talk.Line);

        var (probe, description, failure) = await run.ProbeAsync();
        if (probe is not null && description is not null)
            Console.Out.Write(ProbeText.Timeline(probe, description));
        if (failure is null)
            return ExitCode.Ok;
        talk.Error(failure.Text, failure.Attempt);
        return run.Control.InterruptedBy ?? ExitCode.Unreachable;
    }
}
