using System.CommandLine;
using System.CommandLine.Completions;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>The two tables as System.CommandLine has them: it splits the line into options, values and words, and completes words for shells.</summary>
/// <remarks>Values, errors and help are ours: its own know neither units nor the one-line form of errors.</remarks>
internal static class CommandTree
{
    internal const string HelpName = "--help";
    internal const string HelpLetter = "-h";
    internal const string VersionName = "--version";

    // -nc could be two letters or one mistyped; and a prompt may begin with @.
    internal static ParserConfiguration Configuration { get; } = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    internal static RootCommand Build()
    {
        var root = new RootCommand(CommandTable.Program);

        // The built-in ones bring /? and /h, and their own texts.
        root.Options.Clear();
        root.Options.Add(new Option<bool>(HelpName, HelpLetter) { Recursive = true });
        root.Options.Add(new Option<bool>(VersionName));
        root.Arguments.Add(Words());
        root.TreatUnmatchedTokensAsErrors = false;
        foreach (var definition in CommandTable.All)
            root.Subcommands.Add(BuildCommand(definition));
        return root;
    }

    private static Command BuildCommand(CommandDefinition definition)
    {
        var command = new Command(definition.Name, definition.Help) { TreatUnmatchedTokensAsErrors = false };
        command.Arguments.Add(Words());
        foreach (var option in OptionTable.For(definition.Kind))
            command.Options.Add(BuildOption(option));
        return command;
    }

    private static Option<string[]> BuildOption(OptionDefinition definition)
    {
        var option = new Option<string[]>(definition.Name, [.. definition.AllNames.Skip(1)])
        {
            Description = definition.Help,
            Arity = definition.Shape == ValueShape.Flag ? ArgumentArity.Zero : ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = false,
            Hidden = definition.NotBuilt is not null,
        };
        if (definition.Choices.Count > 0)
            option.CompletionSources.Add(_ => definition.Choices.Select(static choice => new CompletionItem(choice)));
        return option;
    }

    private static Argument<string[]> Words() => new("words") { Arity = ArgumentArity.ZeroOrMore };
}
