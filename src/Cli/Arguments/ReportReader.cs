using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of report.</summary>
internal static class ReportReader
{
    internal static ParsedReport Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        if (request.Words.Count == 0)
            throw new OptionException("report needs a file that run wrote", $"{CommandTable.Program} report run-7f3a.ndjson");
        RequireFiles(request.Words, sources);
        var output = OutputReader.Read(request.Options, terminal);
        var exchange = ExchangeReader.Read(request);
        OutputGuard.Check(request.Options, request.Words);
        // A report is printed; the screen is for who asks for it.
        var wantsScreen = request.Options.One("--ui") is { Text: "tui" } given
            && (request.Words.Count == 1 ? true : throw given.Wrong($"shows one run, and {request.Words.Count} files are named"));
        return new ParsedReport(
            request.Words,
            request.Options.One("--json")?.Text,
            request.Options.One("--html")?.Text,
            RunOptionsReader.ReadChecks(request.Options),
            output with { Ui = wantsScreen ? UiKind.Tui : UiKind.Plain })
        {
            Baseline = BaselineReader.ReadOfReport(request, sources),
            Exchange = exchange,
        };
    }

    /// <summary>Result files are there, and can be read as often as it takes, before anything is done with one of them.</summary>
    /// <exception cref="OptionException">One is not, or cannot.</exception>
    internal static void RequireFiles(IReadOnlyList<string> files, IOptionSources sources)
    {
        foreach (var file in files)
        {
            if (sources.WhyUnreadable(file) is { } why)
                throw new OptionException($"{file} {why}");
        }
    }
}
