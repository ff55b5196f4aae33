using VllmStream.Profiling.Options;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of sweep.</summary>
internal static class SweepLineReader
{
    internal static ParsedSweep Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        var values = request.Options;
        var (url, simulator) = RunReader.ReadTarget(request);
        var reading = SweepReader.Read(values, url, sources);
        RunReader.RequireGroups(reading.Options.Run);
        if (values.One("--resume") is { } resume && !sources.FileExists(resume.Text))
            throw resume.Wrong("is no file that can be read");
        var output = OutputReader.Read(values, terminal);
        OutputGuard.Check(values, []);
        if (output.Ui == UiKind.Tui && values.One("--ui") is { Text: "tui" } screen)
            throw screen.Wrong("shows one run, and a sweep is many; use --ui plain");
        return new ParsedSweep
        {
            Sweep = reading.Options,
            Output = output.Ui == UiKind.Tui ? output with { Ui = UiKind.Plain } : output,
            Export = ExportReader.Read(values, sources),
            Simulator = RunReader.ForRun(simulator, reading.Options.Run),
            Warnings = reading.Warnings,
        };
    }
}
