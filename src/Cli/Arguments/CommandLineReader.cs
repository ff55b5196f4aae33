using System.CommandLine;
using System.CommandLine.Parsing;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Splits a command line into command, options and words. The first thing that is wrong ends it.</summary>
internal static class CommandLineReader
{
    /// <exception cref="OptionException">No such command or option, a value is missing, or the option is not built yet.</exception>
    internal static CommandRequest Read(IReadOnlyList<string> args)
    {
        var parsed = CommandTree.Build().Parse(ArgumentSpread.Apply(args), CommandTree.Configuration);
        var command = parsed.CommandResult.Command is RootCommand ? null : CommandTable.Find(parsed.CommandResult.Command.Name);
        var wantsHelp = parsed.Tokens.Any(token => token.Type == TokenType.Option && token.Value is CommandTree.HelpName or CommandTree.HelpLetter);
        var wantsVersion = parsed.Tokens.Any(token => token is { Type: TokenType.Option, Value: CommandTree.VersionName });
        if (wantsHelp || wantsVersion)
            return new CommandRequest(command, new OptionValues([]), [], wantsHelp, wantsVersion);

        var words = new List<string>();
        var values = new List<OptionValue>();
        ReadTokens(command, parsed.Tokens, values, words);
        if (command is null && words.Count > 0)
            throw UnknownName.Command(words);
        return new CommandRequest(command, new OptionValues(values), words);
    }

    private static void ReadTokens(CommandDefinition? command, IReadOnlyList<Token> tokens, List<OptionValue> values, List<string> words)
    {
        var afterDoubleDash = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = tokens[i].Value;
            switch (tokens[i].Type)
            {
                case TokenType.DoubleDash:
                    afterDoubleDash = true;
                    break;
                case TokenType.Option:
                    var hasValue = i + 1 < tokens.Count && tokens[i + 1].Type == TokenType.Argument;
                    if (AddOption(command!.Kind, text, hasValue ? tokens[i + 1].Value : null, values))
                        i++;
                    break;
                case TokenType.Argument when !afterDoubleDash && LooksLikeOption(text) && command?.Kind != CommandKinds.Explain:
                    throw UnknownName.Option(command, text);
                case TokenType.Argument:
                    words.Add(text);
                    break;
            }
        }
    }

    // Returns true if the value was used.
    private static bool AddOption(CommandKinds command, string spelling, string? value, List<OptionValue> values)
    {
        var definition = OptionTable.Find(command, spelling)!;
        if (definition.NotBuilt is { } advice)
            throw new OptionException($"{spelling} is not built yet; {advice}");
        if (definition.StandsFor is { } others)
        {
            AddImplied(command, spelling, others, values);
            return false;
        }

        if (definition.Shape == ValueShape.Flag)
        {
            values.Add(new OptionValue(definition, spelling, ""));
            return false;
        }

        values.Add(new OptionValue(definition, spelling, value ?? throw new OptionException($"{spelling} has no value; write {spelling} {definition.Value}")));
        return true;
    }

    private static void AddImplied(CommandKinds command, string spelling, string others, List<OptionValue> values)
    {
        var parts = others.Split(' ');
        for (var i = 0; i < parts.Length; i += 2)
            values.Add(new OptionValue(OptionTable.Find(command, parts[i])!, spelling, parts[i + 1], IsImplied: true));
    }

    // A lone dash is stdin or stdout; a dash and a digit is a number.
    private static bool LooksLikeOption(string text) => text.Length > 1 && text[0] == '-' && !char.IsAsciiDigit(text[1]);
}
