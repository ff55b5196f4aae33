using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>Families that a page has of a run that is over and of one that goes on: one name, one meaning.</summary>
internal static class RunFamilies
{
    /// <summary>Label of what is counted by group.</summary>
    public const string Group = "group";

    /// <summary>Who ran what against whom.</summary>
    public static MetricHeading Run { get; } = new("vllmstream_run", "info", null, "What was run, against what.");

    /// <summary>By <c>result</c>: ok, failed, left.</summary>
    public static MetricHeading Requests { get; } = new("vllmstream_requests", "counter", null, "Measured requests by how they ended.");

    /// <summary>By <c>outcome</c>, a word of our closed list.</summary>
    public static MetricHeading Outcomes { get; } = new("vllmstream_outcomes", "counter", null, "Measured requests by outcome.");

    /// <summary>As servers report them.</summary>
    public static MetricHeading PromptTokens { get; } = new("vllmstream_prompt_tokens", "counter", null, "Prompt tokens of successes.");

    /// <summary>By <c>source</c>: who counted them.</summary>
    public static MetricHeading OutputTokens { get; } = new("vllmstream_output_tokens", "counter", null, "Output tokens of successes.");

    /// <summary>The labels of <see cref="Run"/>.</summary>
    public static (string Key, string? Value)[] LabelsOf(RunDescription run) =>
    [
        ("run", run.Run), ("tool", run.Tool), ("model", run.Model), ("target", run.Target),
        ("server", run.ServerName), ("server_version", run.ServerVersion), ("mode", run.Mode), ("load", run.Load.Kind),
    ];

    /// <summary>The heading of a distribution.</summary>
    public static MetricHeading Of(MetricFamily family)
    {
        var definition = MetricTable.Of(family.Metric);
        // A rate has no base unit that a name could end with.
        return new MetricHeading(family.Name, "histogram", family.IsRate ? null : "seconds", $"{definition.Label}: {definition.Formula}");
    }
}
