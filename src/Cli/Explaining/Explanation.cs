using System.Text;
using VllmStream.Cli.Arguments;
using VllmStream.Cli.Help;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Explaining;

/// <summary>The texts of the command explain; offline, from tables.</summary>
internal static class Explanation
{
    /// <summary>What a word means; without a word, the list of words.</summary>
    /// <exception cref="OptionException">Nothing is known by that word.</exception>
    internal static string Of(string word)
    {
        if (word.Length == 0)
            return List();
        var text = new StringBuilder();
        foreach (var topic in TopicTable.Find(word))
            AppendTopic(text, topic);
        foreach (var option in FindOptions(word, text.Length == 0))
            AppendOption(text, option);
        if (text.Length > 0)
            return text.ToString();

        var names = TopicTable.All.SelectMany(topic => topic.Also.Prepend(topic.Name)).Concat(OptionTable.All.SelectMany(option => option.AllNames));
        throw NearestName.Of(word, names) is { } nearest
            ? new OptionException($"nothing known about {word}; nearest: {nearest}")
            : new OptionException($"nothing known about {word}", $"{CommandTable.Program} explain");
    }

    // With its dashes a word is an option; without them only when it is nothing else.
    private static IEnumerable<OptionDefinition> FindOptions(string word, bool isFree) =>
        word.StartsWith('-') ? OptionTable.All.Where(option => option.AllNames.Contains(word, StringComparer.Ordinal))
        : isFree ? OptionTable.All.Where(option => option.AllNames.Contains("--" + word, StringComparer.OrdinalIgnoreCase))
        : [];

    private static string List()
    {
        var text = new StringBuilder();
        foreach (var kind in Enum.GetValues<TopicKind>())
        {
            var names = string.Join(", ", TopicTable.All.Where(topic => topic.Kind == kind).Select(topic => topic.Name));
            TextColumns.Append(text, TopicTable.Title(kind), names, 14);
        }

        TextColumns.Append(text, "option", "each by its name, as in explain --rate", 14);
        return text.ToString();
    }

    private static void AppendTopic(StringBuilder text, Topic topic)
    {
        AppendGap(text);
        text.Append($"{topic.Name} ({TopicTable.Title(topic.Kind)}): {topic.Title}\n");
        AppendParagraph(text, topic.Text);
    }

    private static void AppendOption(StringBuilder text, OptionDefinition option)
    {
        AppendGap(text);
        text.Append($"{CommandHelp.Left(option).TrimStart()} (option): {option.Help}\n");
        var commands = string.Join(", ", CommandTable.NamesOf(option.Commands));
        var facts = new List<string>();
        if (commands.Length > 0)
            facts.Add("commands: " + commands);
        if (option.Default is not null)
            facts.Add("default: " + option.Default);
        if (option.Choices.Count > 0)
            facts.Add("one of: " + string.Join(", ", option.Choices));
        if (option.Aliases.Count > 0)
            facts.Add("also accepted: " + string.Join(", ", option.Aliases.Select(alias => alias.BareSeconds ? alias.Name + " (in seconds)" : alias.Name)));
        if (option.Repeatable)
            facts.Add("repeatable");
        if (option.NotBuilt is not null)
            facts.Add($"not built yet; {option.NotBuilt}");
        foreach (var fact in facts)
            AppendParagraph(text, fact);
    }

    private static void AppendGap(StringBuilder text)
    {
        if (text.Length > 0)
            text.Append('\n');
    }

    private static void AppendParagraph(StringBuilder text, string paragraph)
    {
        foreach (var line in TextColumns.Wrap(paragraph, TextColumns.Width - 2))
            text.Append("  ").Append(line).Append('\n');
    }
}
