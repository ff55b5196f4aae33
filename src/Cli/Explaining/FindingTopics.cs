using VllmStream.Profiling.Findings;

namespace VllmStream.Cli.Explaining;

/// <summary>What a run can be found to suffer from.</summary>
internal static class FindingTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
        [.. FindingTable.All.Select(rule => new Topic(TopicKind.Finding, rule.Code, "a diagnosis", $"Said when {rule.Means}. It names its numbers (evidence) and what to try (advice); at most {Diagnosis.Most} are told, the worst first.") { Also = ["finding", "findings"] })];
}
