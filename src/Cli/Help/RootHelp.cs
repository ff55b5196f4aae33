using System.Text;
using VllmStream.Cli.Arguments;

namespace VllmStream.Cli.Help;

/// <summary>What the program says when it is called with nothing, or with --help.</summary>
internal static class RootHelp
{
    private const int Column = 12;

    internal static string Text()
    {
        var text = new StringBuilder();
        text.Append($"{CommandTable.Program} {VersionText.Number}: a streaming profiler for LLM servers\n\n");
        text.Append($"usage: {CommandTable.Program} <command> [options]\n\n");
        foreach (var command in CommandTable.All)
            TextColumns.Append(text, "  " + command.Name, command.Help, Column);
        text.Append('\n');
        foreach (var example in CommandTable.All[0].Examples)
            text.Append($"  {CommandTable.Program} {example}\n");
        text.Append($"\nOptions of a command: {CommandTable.Program} run --help. Version: {CommandTree.VersionName}.\n");
        return text.ToString();
    }
}
