using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>Samples by group.</summary>
internal static class GroupSamples
{
    /// <summary>Adds those of others; what is added stays theirs.</summary>
    public static void AddAll(this Dictionary<string, HistogramSet> groups, IReadOnlyDictionary<string, HistogramSet> samples)
    {
        foreach (var (name, added) in samples)
        {
            if (!groups.TryGetValue(name, out var set))
                groups[name] = set = HistogramSet.Narrow();
            set.Add(added);
        }
    }
}
