using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>One way in which measured requests failed.</summary>
/// <param name="Outcome">Word of the outcome.</param>
/// <param name="Count">Requests.</param>
/// <param name="Example">What the first of them said, redacted, one line; null when it said nothing.</param>
public sealed record FailureFigures(string Outcome, long Count, string? Example)
{
    /// <summary>Those of several groups, most frequent first; of each outcome the first example.</summary>
    internal static IReadOnlyList<FailureFigures> Join(IEnumerable<FailureFigures> failures) =>
        [.. failures.GroupBy(failure => failure.Outcome, StringComparer.Ordinal)
            .Select(same => same.First() with { Count = same.Sum(failure => failure.Count) }).OrderByDescending(failure => failure.Count)];

    /// <summary>The failures of a group, most frequent first.</summary>
    public static IReadOnlyList<FailureFigures> Of(GroupAccumulator accumulator)
    {
        ArgumentNullException.ThrowIfNull(accumulator);
        var failures = new List<FailureFigures>();
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            if (!outcome.IsSuccess() && accumulator.FailuresOf(outcome) is > 0 and var count)
                failures.Add(new FailureFigures(Words.Of(outcome), count, accumulator.ExampleOf(outcome)));
        }

        // A stable order, so that summary and report agree: by count, then by the closed list.
        return [.. failures.OrderByDescending(failure => failure.Count)];
    }
}
