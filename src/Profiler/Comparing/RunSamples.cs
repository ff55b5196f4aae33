using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>One side of a comparison: what a run, or a part of one, measured.</summary>
public sealed class RunSamples
{
    /// <summary>What it is called: the file, or the part of the run.</summary>
    public required string Name { get; init; }

    /// <summary>The run's result, which the part is of.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Seed of its plan; of each run where several are one side.</summary>
    public IReadOnlyList<long?> Seeds { get => field ?? [Summary.Run.Load.Seed]; init; }

    /// <summary>Who counted its tokens, of each run where several are one side; empty = nobody.</summary>
    public IReadOnlyList<string> TokenSources { get => field ?? [.. ((string?[])[Summary.Totals.TokenSource]).OfType<string>()]; init; }

    /// <summary>True for the requests of one mode or one group: the other side is another kind of requests.</summary>
    public bool IsPart { get; init; }

    /// <summary>Why no verdict may rest on it, where its runs do not go together; empty = it may.</summary>
    public IReadOnlyList<string> Objections { get; init; } = [];

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its effective options by name.</summary>
    public IReadOnlyDictionary<string, string?> Options { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What its metrics mean, by key.</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>All of it.</summary>
    public GroupSamples All { get; } = new();

    /// <summary>Its groups by name.</summary>
    public SortedDictionary<string, GroupSamples> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>The samples of a group; made when they are asked for first.</summary>
    public GroupSamples Group(string name)
    {
        if (!Groups.TryGetValue(name, out var group))
            Groups[name] = group = new GroupSamples();
        return group;
    }
}
