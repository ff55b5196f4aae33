using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>Several runs on each side of a comparison, told apart by a tag of theirs. Pure.</summary>
/// <remarks>How one run differs from the next for reasons that last a whole run is in the samples then, as far as there are runs.</remarks>
public static class TaggedRuns
{
    /// <summary>Both sides, each with its runs one after the other.</summary>
    /// <param name="runs">All runs.</param>
    /// <param name="key">The tag.</param>
    /// <param name="values">Its value on the side of the base and on the other; null = the two there are, in the order of the runs.</param>
    /// <exception cref="OptionException">A run lacks the tag or is there twice, or there are not two values, or one that is named is of no run.</exception>
    public static (RunSamples A, RunSamples B) Sides(IReadOnlyList<RunSamples> runs, string key, (string A, string B)? values)
    {
        ArgumentNullException.ThrowIfNull(runs);
        RunOnce.Require([.. runs.Select(run => (run.Name, run.Summary.Run))]);
        foreach (var run in runs)
        {
            if (!run.Tags.ContainsKey(key))
                throw new OptionException($"{run.Name} has no tag {key}; {(run.Tags.Count == 0 ? "it has none" : $"it has {string.Join(", ", run.Tags.Keys)}")}", $"vllmstream run URL --tag {key}=VALUE");
        }

        string[] known = [.. runs.Select(run => run.Tags[key]).Distinct(StringComparer.Ordinal)];
        if (values is null && known.Length != 2)
            throw new OptionException($"--by tag:{key} needs runs of two values, and these have {known.Length}: {string.Join(", ", known)}", known.Length > 2 ? $"--by tag:{key}={known[0]},{known[1]}" : null);
        var (a, b) = values ?? (known[0], known[1]);
        foreach (var value in (string[])[a, b])
        {
            if (!known.Contains(value, StringComparer.Ordinal))
                throw new OptionException($"--by tag:{key}={a},{b} names a value of no run: {value}; there are {string.Join(", ", known)}");
        }

        return (Side(a), Side(b));

        RunSamples Side(string value) => Joined($"{key}={value}", [.. runs.Where(run => run.Tags[key] == value)]);
    }

    private static RunSamples Joined(string name, IReadOnlyList<RunSamples> runs)
    {
        var merged = SummaryMerge.Merge([.. runs.Select(run => run.Summary)]);
        var joined = new RunSamples
        {
            Name = runs.Count == 1 ? $"{name}: {runs[0].Name}" : $"{name}: {runs.Count} runs",
            // The seed of the first is none of them all.
            Summary = runs.Count == 1 ? merged : merged with { Run = merged.Run with { Load = merged.Run.Load with { Seed = null } } },
            Seeds = [.. runs.SelectMany(run => run.Seeds)],
            Options = Together(runs, run => run.Options),
            TokenSources = [.. runs.SelectMany(run => run.TokenSources).Distinct(StringComparer.Ordinal)],
            Definitions = runs.SelectMany(run => run.Definitions).DistinctBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            Objections = [.. ObjectionsWithin(name, runs)],
        };
        var fromMs = 0.0;
        foreach (var run in runs)
        {
            joined.All.Append(run.All, fromMs);
            foreach (var (group, samples) in run.Groups)
                joined.Group(group).Append(samples, fromMs);
            fromMs += run.All.LastMs + 1;
        }

        return joined;
    }

    // One word for each key: the first two that do not agree are enough.
    private static IEnumerable<string> ObjectionsWithin(string side, IReadOnlyList<RunSamples> runs)
    {
        foreach (var key in runs.SelectMany(run => run.Definitions.Keys).Distinct(StringComparer.Ordinal))
        {
            RunSamples[] distinct = [.. runs.Where(run => run.Definitions.ContainsKey(key)).DistinctBy(run => run.Definitions[key], StringComparer.Ordinal)];
            if (distinct is [var first, var second, ..])
                yield return $"{key} is defined otherwise within {side}: \"{first.Definitions[key]}\" in {first.Name}, \"{second.Definitions[key]}\" in {second.Name}";
        }
    }

    // What differs within a side is told with all its values.
    private static Dictionary<string, string?> Together(IReadOnlyList<RunSamples> runs, Func<RunSamples, IReadOnlyDictionary<string, string?>> of) =>
        runs.SelectMany(run => of(run)).GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            .ToDictionary(values => values.Key, values => values.Distinct(StringComparer.Ordinal).ToArray() is [var only] ? only : string.Join(" or ", values.Select(value => value ?? "none").Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);
}
