using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>The error lines for commands and options that do not exist: each names what was probably meant.</summary>
internal static class UnknownName
{
    internal static OptionException Command(IReadOnlyList<string> words)
    {
        var word = words[0];
        if (NearestName.Of(word, CommandTable.All.Select(command => command.Name)) is { } nearest)
            return new OptionException($"no command {word}; nearest: {nearest}");

        // An address is all that run needs, so it is what people leave out the command in front of.
        var isAddress = (word.Contains(':') || word.Contains('.')) && TargetText.TryParse(word, out _, out _);
        return new OptionException(
            $"no command {TargetText.Redact(word)}",
            isAddress ? $"{CommandTable.Program} run {TargetText.Redact(word)}" : $"{CommandTable.Program} --help");
    }

    internal static OptionException Option(CommandDefinition? command, string text)
    {
        var name = text.Split('=', 2)[0];
        if (RefusedLetters.Explain(name) is { } refused)
            return new OptionException(refused);
        if (command is null)
            return new OptionException($"no option {name} without a command", $"{CommandTable.Program} --help");

        var letter = OptionTable.For(command.Kind).FirstOrDefault(option =>
            option.Letter is not null && option.Shape != ValueShape.Flag && name.Length > 2 && name.StartsWith(option.Letter, StringComparison.Ordinal));
        if (letter is not null && !char.IsAsciiLetter(name[2]))
            return new OptionException($"no option {name}; write {letter.Letter} {text[2..]}");

        var elsewhere = CommandKinds.None;
        foreach (var option in OptionTable.All.Where(option => option.NotBuilt is null && option.AllNames.Contains(name, StringComparer.Ordinal)))
            elsewhere |= option.Commands;
        var places = CommandTable.NamesOf(elsewhere).ToArray();
        if (places.Length > 0)
            return new OptionException($"no option {name} for {command.Name}; it belongs to {string.Join(", ", places)}{LoadOf(command, name)}");

        var names = OptionTable.For(command.Kind).SelectMany(option => option.AllNames).Append(CommandTree.HelpName);
        return NearestName.Of(name, names) is { } nearest
            ? new OptionException($"no option {name}; nearest: {nearest}")
            : new OptionException($"no option {name}", $"{CommandTable.Program} {command.Name} --help");
    }

    // A load of its own is what people want of a sweep, and what it cannot raise.
    private static string LoadOf(CommandDefinition command, string name) =>
        command.Kind == CommandKinds.Sweep && OptionTable.Find(CommandKinds.Run, name) is { Section: OptionSection.Load }
            ? ", and sweep raises -r A..B, -c A..B or --users A..B" : "";
}
