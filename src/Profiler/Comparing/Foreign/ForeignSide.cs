using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Foreign;

namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>A side of a comparison by another tool's definitions: its own file, or a run of ours as it would have measured it. Immutable.</summary>
/// <param name="Name">The file.</param>
/// <param name="Run">What it measured, by the definitions of <see cref="ForeignRun.Tool"/>.</param>
/// <param name="Ours">The summary, of a run of ours; null for a file of the tool.</param>
public sealed record ForeignSide(string Name, ForeignRun Run, RunSummary? Ours = null)
{
    private const string Absence = "a result file of another tool does not say it";

    /// <summary>The tool with its version, and what the file calls the run.</summary>
    internal string Tool => $"{ToolDefinitions.NameOf(Run.Tool)}{(Run.Version is { } version ? $" {version}" : "")}{(Run.Name is { Length: > 0 } name ? $" ({name})" : "")}";

    /// <summary>What was planned, in a few words; null when the file does not say.</summary>
    internal string? Load => (Run.Load.RatePerS, Run.Load.Concurrency) switch
    {
        (null, null) => null,
        (null, { } cap) => $"{cap} in flight",
        ({ } rate, null) => $"{Figure.Three(rate)} req/s",
        ({ } rate, { } cap) => $"{Figure.Three(rate)} req/s, cap {cap}",
    };

    /// <summary>True when the file has its requests one by one.</summary>
    internal bool HasRequests => Run.Requests.Count > 0;

    /// <summary>True when it also says when each began.</summary>
    internal bool HasTimes => HasRequests && Run.Requests.All(request => request.BeginMs is not null);

    /// <summary>As it is shown; null for a run of ours, which says so itself.</summary>
    internal ComparedSide? Described => Ours is not null ? null
        : new ComparedSide(Name, null, null, null, Run.Model, null, Load, HasRequests ? Run.Requests.Count : Run.Completed + (Run.Failed ?? 0), Tool, Absence);
}
