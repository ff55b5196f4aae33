using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of selftest.</summary>
internal static class SelfTestReader
{
    internal static ParsedSelfTest Read(CommandRequest request, TerminalFacts terminal)
    {
        if (request.Words.Count > 0)
            throw new OptionException($"selftest takes no {request.Words[0]}: it starts a simulator of its own", $"{CommandTable.Program} selftest");
        OutputGuard.Check(request.Options, []);
        return new ParsedSelfTest(LoadReader.ReadTransport(request.Options), request.Options.One("--json")?.Text, OutputReader.Read(request.Options, terminal));
    }
}
