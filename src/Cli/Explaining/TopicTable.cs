namespace VllmStream.Cli.Explaining;

/// <summary>Every word that explain knows, apart from options.</summary>
internal static class TopicTable
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        .. MetricTopics.All,
        .. OutcomeTopics.All,
        .. WarningTopics.All,
        .. EndTopics.All,
        .. StreamTopics.All,
        .. LineTopics.All,
        .. FindingTopics.All,
        .. WordTopics.All,
    ];

    /// <summary>The heading of a kind.</summary>
    internal static string Title(TopicKind kind) => kind switch
    {
        TopicKind.Metric => "metric",
        TopicKind.Outcome => "outcome",
        TopicKind.Warning => "warning",
        TopicKind.Verdict => "verdict",
        TopicKind.Shape => "stream shape",
        TopicKind.TokenSource => "token source",
        TopicKind.ExitCode => "exit code",
        TopicKind.Line => "NDJSON",
        TopicKind.Finding => "finding",
        _ => "word",
    };

    /// <summary>The topics a word leads to; a name beats the other words that lead to a topic.</summary>
    internal static IReadOnlyList<Topic> Find(string word)
    {
        var named = All.Where(topic => topic.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).ToArray();
        return named.Length > 0 ? named : [.. All.Where(topic => topic.Also.Contains(word, StringComparer.OrdinalIgnoreCase))];
    }
}
