using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings;

/// <summary>One thing that can be wrong with a server, a stream, a workload or this client, and how it shows in the numbers of a run. Pure.</summary>
/// <param name="Code">Stable word of the finding.</param>
/// <param name="Means">What it means and from when on it is said, for docs and explain.</param>
/// <param name="Judge">The finding, with the numbers that prove it; null where they do not.</param>
public sealed record FindingRule(string Code, string Means, Func<RunSummary, Finding?> Judge)
{
    /// <summary>Why it is silent although something may be wrong: nobody looked at what it needs; null where it can be judged.</summary>
    public Func<RunSummary, string?> Absence { get; init; } = static _ => null;
}
