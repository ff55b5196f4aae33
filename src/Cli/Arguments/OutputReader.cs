using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads what is written, and where.</summary>
internal static class OutputReader
{
    internal static OutputOptions Read(OptionValues values, TerminalFacts terminal)
    {
        var path = values.One("--ndjson");
        if (path?.Text.Length == 0)
            throw new OptionException($"{path.Spelling} is empty; write a file name, or - for stdout");
        var isStandardOutput = path?.Text == OutputOptions.StandardOutput;
        var markdown = values.One("--markdown");
        if (isStandardOutput && markdown?.Text == OutputOptions.StandardOutput)
            throw OutputGuard.BothToStdout(markdown, path!);
        return new OutputOptions
        {
            Ui = ReadUi(values, isStandardOutput, terminal),
            NdjsonPath = path?.Text,
            Summary = ReadSummary(values, isStandardOutput ? path : null),
            MarkdownPath = markdown?.Text,
            JUnitPath = values.One("--junit")?.Text,
            Color = terminal.TakesColor && !values.Has("--no-color"),
            Ascii = values.Has("--ascii") || terminal.IsDumb,
            Quiet = values.Has("--quiet"),
            Debug = values.Has("--debug"),
        };
    }

    private static UiKind ReadUi(OptionValues values, bool isStandardOutput, TerminalFacts terminal)
    {
        var given = values.One("--ui");
        if (given is not null && !given.Definition.Choices.Contains(given.Text))
            throw given.Wrong($"is unknown; it can be {string.Join(", ", given.Definition.Choices)}");
        if (given?.Text == "tui")
            return RequireScreen(given, values, isStandardOutput, terminal);
        if (isStandardOutput || values.Has("--quiet") || given?.Text == "none")
            return UiKind.None;
        return given?.Text != "plain" && terminal.WantsScreen ? UiKind.Tui : UiKind.Plain;
    }

    private static UiKind RequireScreen(OptionValue given, OptionValues values, bool isStandardOutput, TerminalFacts terminal)
    {
        if (isStandardOutput)
            throw given.Wrong("draws on the terminal, and -o - writes there; use -o FILE");
        if (values.Has("--quiet"))
            throw new OptionException($"{given.Shown} and --quiet say the opposite; keep one");
        if (terminal.IsDumb)
            throw given.Wrong("needs a terminal that can do more than TERM=dumb; use --ui plain");
        if (!terminal.TakesScreen)
            throw given.Wrong("needs a terminal, and stdin or stdout is none; use --ui plain");
        return UiKind.Tui;
    }

    // Two writers of stdout would leave a reader with neither.
    private static SummaryKind ReadSummary(OptionValues values, OptionValue? standardOutput)
    {
        var given = values.One("--summary");
        var kind = given?.Text switch
        {
            null or "text" => SummaryKind.Text,
            "json" => SummaryKind.Json,
            "none" => SummaryKind.None,
            _ => throw given.Wrong($"is unknown; it can be {string.Join(", ", given.Definition.Choices)}"),
        };
        if (standardOutput is null || kind == SummaryKind.None)
            return kind;
        return given is null
            ? SummaryKind.None
            : throw new OptionException($"{given.Shown} and {standardOutput.Shown} both write to stdout; use -o FILE or --summary none");
    }
}
