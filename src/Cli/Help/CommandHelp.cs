using System.Text;
using VllmStream.Cli.Arguments;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Help;

/// <summary>The help of one command, made from the tables.</summary>
internal static class CommandHelp
{
    private const int Column = 28;

    internal static string Text(CommandDefinition command)
    {
        var text = new StringBuilder();
        var usage = $"usage: {CommandTable.Program} {command.Name} {command.Usage}".TrimEnd();
        text.Append(usage).Append('\n').Append(command.Help).Append('\n');

        foreach (var section in Enum.GetValues<OptionSection>())
            AppendSection(text, command, section);
        AppendNotBuilt(text, command);
        text.Append('\n');
        foreach (var example in command.Examples)
            text.Append($"  {CommandTable.Program} {example}\n");
        if (command.Kind == CommandKinds.Run)
            text.Append($"\nNames of other tools are taken too: {CommandTable.Program} explain --concurrency lists them.\n");
        return text.ToString();
    }

    /// <summary>An option as help shows it: letter, name, value.</summary>
    internal static string Left(OptionDefinition option)
    {
        var letter = option.Letter is null ? "    " : option.Letter + ", ";
        return option.Value.Length == 0 ? letter + option.Name : $"{letter}{option.Name} {option.Value}";
    }

    private static void AppendSection(StringBuilder text, CommandDefinition command, OptionSection section)
    {
        var options = OptionTable.For(command.Kind).Where(option => option.Section == section && option.NotBuilt is null).ToArray();
        if (options.Length == 0)
            return;
        text.Append('\n').Append(Title(section)).Append('\n');
        foreach (var option in options)
        {
            var right = option.Default is null ? option.Help : $"{option.Help} [{option.Default}]";
            TextColumns.Append(text, "  " + Left(option), right, Column);
        }
    }

    private static void AppendNotBuilt(StringBuilder text, CommandDefinition command)
    {
        var names = OptionTable.For(command.Kind).Where(option => option.NotBuilt is not null).Select(option => option.Name).ToArray();
        if (names.Length == 0)
            return;
        text.Append('\n');
        foreach (var line in TextColumns.Wrap("not built yet: " + string.Join(", ", names), TextColumns.Width))
            text.Append(line).Append('\n');
    }

    internal static string Title(OptionSection section) => section switch
    {
        OptionSection.Load => "load: one shape",
        OptionSection.Workload => "workload",
        OptionSection.Limits => "limits and judgement",
        OptionSection.Agents => "many machines",
        OptionSection.Output => "output",
        OptionSection.StepEngine => "engine with steps: a preset, and what differs from it",
        _ => "simulator",
    };
}
