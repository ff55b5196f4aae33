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
        return new OutputOptions
        {
            Ui = ReadUi(values, isStandardOutput),
            NdjsonPath = path?.Text,
            Summary = ReadSummary(values, isStandardOutput ? path : null),
            Color = terminal.TakesColor && !values.Has("--no-color"),
            Ascii = values.Has("--ascii") || terminal.IsDumb,
            Quiet = values.Has("--quiet"),
            Debug = values.Has("--debug"),
        };
    }

    private static UiKind ReadUi(OptionValues values, bool isStandardOutput)
    {
        if (values.All("--ui").FirstOrDefault(given => given.Text == "tui") is { } tui)
            throw tui.Wrong("is not built yet; use --ui plain");
        if (values.One("--ui") is { } given && !given.Definition.Choices.Contains(given.Text))
            throw given.Wrong($"is unknown; it can be {string.Join(", ", given.Definition.Choices)}");
        var isNone = isStandardOutput || values.Has("--quiet") || values.One("--ui")?.Text == "none";
        return isNone ? UiKind.None : UiKind.Plain;
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
