using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of report.</summary>
internal static class ReportReader
{
    internal static ParsedReport Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        if (request.Words.Count == 0)
            throw new OptionException("report needs a file that run wrote", $"{CommandTable.Program} report run-7f3a.ndjson");
        foreach (var file in request.Words)
        {
            if (!sources.FileExists(file))
                throw new OptionException($"{file} is no file that can be read");
        }

        return new ParsedReport(request.Words, request.Options.One("--json")?.Text, OutputReader.Read(request.Options, terminal));
    }
}
