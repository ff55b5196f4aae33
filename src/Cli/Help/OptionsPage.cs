using System.Text;
using VllmStream.Cli.Arguments;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Help;

/// <summary>docs/options.md, made from the tables; a test compares the file with it.</summary>
internal static class OptionsPage
{
    internal static string Text()
    {
        var text = new StringBuilder();
        text.Append("""
            # Options

            Made from the option table; change that, then run the tests with `VLLMSTREAM_WRITE_DOCS=1` to write this page again.

            Times take a unit (`500us`, `500ms`, `30s`, `5m`, `1h`, `1m30s`); a bare number is asked back, but for the names marked (s), whose own tools mean seconds. Counts take `k` and `m`. Lengths are tokens, `256` or `256±32` (`+-` is taken too).


            """.ReplaceLineEndings("\n"));
        foreach (var section in Enum.GetValues<OptionSection>())
            AppendSection(text, section);
        AppendNotBuilt(text);
        return text.ToString();
    }

    private static void AppendSection(StringBuilder text, OptionSection section)
    {
        var title = CommandHelp.Title(section);
        text.Append($"## {char.ToUpperInvariant(title[0])}{title[1..]}\n\n");
        text.Append("| option | default | meaning | also accepted | commands |\n|---|---|---|---|---|\n");
        foreach (var option in OptionTable.All.Where(option => option.Section == section && option.NotBuilt is null))
        {
            text.Append($"| {Code(CommandHelp.Left(option).TrimStart())} | {Cell(option.Default ?? "-")} | {Cell(option.Help)}{(option.Repeatable ? "; repeatable" : "")} ");
            text.Append($"| {Names(option)} | {Commands(option)} |\n");
        }

        text.Append('\n');
    }

    private static void AppendNotBuilt(StringBuilder text)
    {
        text.Append("## Not built yet\n\nThese names are kept: using one ends with exit code 2 and says what to do instead.\n\n");
        text.Append("| option | meaning | also accepted | until then |\n|---|---|---|---|\n");
        foreach (var option in OptionTable.All.Where(option => option.NotBuilt is not null))
            text.Append($"| {Code(CommandHelp.Left(option).TrimStart())} | {Cell(option.Help)} | {Names(option)} | {Cell(option.NotBuilt!)} |\n");
        text.Append("\n`-q`, `-u` and `-s` mean different things to different tools: they are refused, with the two candidates named.\n");
    }

    private static string Names(OptionDefinition option) =>
        option.Aliases.Count == 0 ? "-" : string.Join(", ", option.Aliases.Select(alias => Code(alias.Name) + (alias.BareSeconds ? " (s)" : "")));

    private static string Commands(OptionDefinition option) =>
        string.Join(", ", CommandTable.NamesOf(option.Commands));

    private static string Code(string text) => $"`{Bar(text)}`";

    // < would open a tag in most renderers.
    private static string Cell(string text) => Bar(text).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Bar(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
