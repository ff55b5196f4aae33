using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>A side as it is shown; null = its file does not say, which <paramref name="Absence"/> gives the reason of.</summary>
/// <param name="Name">File, or part of the run.</param>
/// <param name="Run">The run's id.</param>
/// <param name="StartedAt">Wall clock at its start.</param>
/// <param name="Verdict">VALID and so on.</param>
/// <param name="Model">What was asked for.</param>
/// <param name="Target">Where.</param>
/// <param name="Load">The load in a few words.</param>
/// <param name="Requests">How many are compared.</param>
/// <param name="Tool">Who measured.</param>
/// <param name="Absence">Why something is null; null where nothing is for a reason of the file.</param>
public sealed record ComparedSide(
    string Name, string? Run, DateTimeOffset? StartedAt, string? Verdict, string? Model, string? Target, string? Load, long? Requests, string Tool, string? Absence = null)
{
    /// <summary>A run of ours, or a part of one.</summary>
    public static ComparedSide Of(RunSamples side)
    {
        ArgumentNullException.ThrowIfNull(side);
        var run = side.Summary.Run;
        return new ComparedSide(side.Name, run.Run, run.StartedAt, VerdictText.Of(side.Summary.Judgement.Verdict), run.Model, run.Target, LoadText.Of(run.Load), side.All.Requests, run.Tool);
    }

    /// <summary>What is said of it in one line, its name apart.</summary>
    internal IEnumerable<string?> Facts =>
    [
        Run is null ? Tool : $"run {Run}",
        Verdict,
        StartedAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : null,
        Requests is { } requests ? $"{Figure.Count(requests)} requests" : null,
        Load,
    ];
}
