using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Cli;

/// <summary>The one sentence that says what a sweep is about to do.</summary>
internal static class SweepSentence
{
    /// <summary>Writes the sentence.</summary>
    internal static string Of(SweepOptions options, RunDescription run) =>
        $"plan     from {LoadOf(options.Sweep)} against {run.Target}, at most {options.Sweep.Points} stages of at most {DurationText.Format(options.Run.Limits.Duration!.Value)}; {GoalOf(options)}, seed {options.Run.Workload.Seed}";

    /// <summary>The lines over the result.</summary>
    internal static IReadOnlyList<(string Name, string Text)> Heading(SweepOptions options, string id) =>
    [
        ("sweep", $"{id}, from {LoadOf(options.Sweep)}, by {VersionText.Line}"),
        ("target", options.Run.Target.ToString()),
        ("goal", GoalOf(options)),
    ];

    private static string LoadOf(SweepDescription sweep)
    {
        var load = sweep.Load switch
        {
            SweepLoad.Rate => $"{NumberText.Format(sweep.From)} requests/s",
            SweepLoad.Concurrency => $"{NumberText.Format(sweep.From)} in flight",
            _ => $"{NumberText.Format(sweep.From)} users",
        };
        var end = sweep.To is { } to ? $"up to {NumberText.Format(to)}" : "until something breaks";
        return $"{load} {end}";
    }

    private static string GoalOf(SweepOptions options)
    {
        var checks = string.Concat(options.Run.Checks.Select(check => $", check {check.Text}"));
        return options.Run.Slo is { Count: > 0 } slo
            ? $"{NumberText.Format(options.Sweep.SloShare * 100)}% of the requests must meet {string.Join(' ', slo.Select(term => term.Text))}{checks}"
            : $"errors, saturation and falling throughput break a load{checks}";
    }
}
