using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Metrics;

/// <summary>The state of one group for a screen; immutable.</summary>
public sealed record GroupSnapshot
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>True when it is streamed, false when it is not; null for both, and as long as nothing has ended.</summary>
    public bool? Streams { get; init; }

    /// <summary>Requests sent, warm-up included.</summary>
    public long Sent { get; init; }

    /// <summary>In flight now.</summary>
    public long InFlight { get; init; }

    /// <summary>Ended well, warm-up included.</summary>
    public long Ok { get; init; }

    /// <summary>Ended otherwise, warm-up included.</summary>
    public long Failed { get; init; }

    /// <summary>Measured requests that ended.</summary>
    public long Measured { get; init; }

    /// <summary>How evenly their tokens came.</summary>
    public SmoothnessFigures Smoothness { get; init; } = SmoothnessFigures.None;

    /// <summary>Metrics of measured requests.</summary>
    public MetricBlocks Metrics { get; init; } = MetricBlocks.Empty;

    /// <summary>Their distributions.</summary>
    public MetricBars Bars { get; init; } = MetricBars.Empty;

    /// <summary>Failures of measured requests.</summary>
    public IReadOnlyList<FailureFigures> Failures { get; init; } = [];

    internal static GroupSnapshot Of(string name, GroupAccumulator accumulator, GroupInterval interval) => new()
    {
        Name = name,
        Streams = interval.Streams,
        Sent = interval.Meter.SentTotal,
        InFlight = interval.Meter.InFlight,
        Ok = interval.OkTotal,
        Failed = interval.FailedTotal,
        Measured = accumulator.Requests,
        Smoothness = accumulator.Smoothness,
        Metrics = MetricBlocks.Of(accumulator.Set()),
        Bars = MetricBars.Of(accumulator.Set()),
        Failures = FailureFigures.Of(accumulator),
    };

    /// <summary>The streamed groups as one and the others as one; empty unless there are both.</summary>
    internal static IReadOnlyList<GroupSnapshot> ModesOf(IEnumerable<GroupSnapshot> groups, IReadOnlyDictionary<string, GroupAccumulator> accumulators)
    {
        var sides = groups.Where(group => group.Streams is not null).ToLookup(group => group.Streams == true);
        return sides.Count < 2 ? [] : [Join("streaming", streams: true), Join("non-streaming", streams: false)];

        GroupSnapshot Join(string name, bool streams) => Of(name, streams, [.. sides[streams]], accumulators);
    }

    private static GroupSnapshot Of(string name, bool streams, GroupSnapshot[] groups, IReadOnlyDictionary<string, GroupAccumulator> accumulators)
    {
        var set = new HistogramSet();
        foreach (var group in groups)
            set.Add(accumulators[group.Name].Set());
        return Join(name, streams, groups, set);
    }

    /// <summary>Several as one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="streams">Whether it is streamed; null = both.</param>
    /// <param name="groups">Those that are put together; their metrics are not looked at.</param>
    /// <param name="set">The samples of all of them.</param>
    internal static GroupSnapshot Join(string name, bool? streams, IReadOnlyList<GroupSnapshot> groups, HistogramSet set) => new()
    {
        Name = name,
        Streams = streams,
        Sent = groups.Sum(group => group.Sent),
        InFlight = groups.Sum(group => group.InFlight),
        Ok = groups.Sum(group => group.Ok),
        Failed = groups.Sum(group => group.Failed),
        Measured = groups.Sum(group => group.Measured),
        Smoothness = SmoothnessFigures.Merge([.. groups.Select(group => group.Smoothness)]),
        Metrics = MetricBlocks.Of(set),
        Bars = MetricBars.Of(set),
        Failures = FailureFigures.Join(groups.SelectMany(group => group.Failures)),
    };
}
