using System.Collections.Frozen;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Exporting;

/// <summary>Puts what was counted into families. Aggregator's thread; what it makes is immutable.</summary>
internal static class CaptureBuilder
{
    /// <summary>Before any load: the phase, and nothing else.</summary>
    public static LiveCapture Before { get; } = new([Phases(RunPhase.Connecting)], FrozenDictionary<string, string>.Empty);

    public static LiveCapture Of(
        IReadOnlyDictionary<string, GroupFigures> groups, ClientFigures client, LiveStanding standing, ClientHealthReport? report,
        LiveIdentity? identity, string? loadKind, int stage)
    {
        LiveFamily[] families =
        [
            new(RunFamilies.Run, identity is null ? [] : [new LivePoint(RunFamilies.LabelsOf(identity.Run), 1)]),
            Phases(standing.Phase),
            Single(LiveFamilies.Progress, standing.ProgressRatio),
            Single(LiveFamilies.Window, standing.Window),
            Single(LiveFamilies.Stage, stage == 0 ? null : stage),
            Single(LiveFamilies.Load, standing.Level, ("kind", loadKind)),
            ByGroup(LiveFamilies.Sent, groups, group => group.Sent),
            ByGroup(LiveFamilies.InFlight, groups, group => group.InFlight),
            new(RunFamilies.Requests, [.. groups.SelectMany(Results)]),
            new(RunFamilies.Outcomes, [.. groups.SelectMany(Outcomes)]),
            ByGroup(LiveFamilies.Retries, groups, group => group.Retries),
            new(LiveFamilies.Warmup, [.. groups.SelectMany(Warmups)]),
            ByGroup(RunFamilies.PromptTokens, groups, group => group.PromptTokens),
            new(RunFamilies.OutputTokens, [.. groups.SelectMany(OutputTokens)]),
            ByGroup(LiveFamilies.Received, groups, group => group.Received),
            .. MetricFamily.All.Select(family => new LiveFamily(RunFamilies.Of(family), [.. groups.SelectMany(group => Distributions(family, group))])),
            new(LiveFamilies.RequestPromptTokens, [.. groups.SelectMany(group => Histogram(group.Value.PromptLengths, (RunFamilies.Group, group.Key)))]),
            new(LiveFamilies.RequestOutputTokens, [.. groups.SelectMany(group => Histogram(group.Value.OutputLengths, (RunFamilies.Group, group.Key)))]),
            new(LiveFamilies.SendLag, [.. Histogram(client.SendLag)]),
            new(LiveFamilies.ReadLag, [.. Histogram(client.ReadLag, ("source", client.ReadLagSource))]),
            Single(LiveFamilies.GcPause, client.Pause?.TotalSeconds),
            Single(LiveFamilies.Cpu, client.Cpu?.TotalSeconds),
            Single(LiveFamilies.Cores, report?.Cores),
            Single(LiveFamilies.Memory, report?.MemoryBytes),
            Single(LiveFamilies.Invalid, standing.InvalidReasons),
        ];
        return new LiveCapture(families, groups.Where(group => group.Value.Endpoint is not null).ToDictionary(group => group.Key, group => group.Value.Endpoint!, StringComparer.Ordinal));
    }

    private static LiveFamily Phases(RunPhase phase) =>
        new(LiveFamilies.Phase, [.. Enum.GetValues<RunPhase>().Select(one => new LivePoint([("phase", Words.Of(one))], one == phase ? 1 : 0))]);

    private static LiveFamily Single(MetricHeading heading, double? value, params (string Key, string? Value)[] labels) =>
        new(heading, value is { } number ? [new LivePoint(labels, number)] : []);

    private static LiveFamily ByGroup(MetricHeading heading, IReadOnlyDictionary<string, GroupFigures> groups, Func<GroupFigures, long?> value)
    {
        var points = new List<LivePoint>(groups.Count);
        foreach (var (name, group) in groups)
        {
            if (value(group) is { } number)
                points.Add(new LivePoint([(RunFamilies.Group, name)], number));
        }

        return new LiveFamily(heading, points);
    }

    // Also where they are 0: a series that begins with its first failure hides that failure from a rate.
    private static IEnumerable<LivePoint> Results(KeyValuePair<string, GroupFigures> group) =>
    [
        Result(group.Key, "ok", group.Value.Ok),
        Result(group.Key, "failed", group.Value.Failed),
        Result(group.Key, "left", group.Value.Left),
    ];

    private static IEnumerable<LivePoint> Warmups(KeyValuePair<string, GroupFigures> group) =>
        [Result(group.Key, "ok", group.Value.WarmupOk), Result(group.Key, "failed", group.Value.WarmupFailed)];

    private static LivePoint Result(string group, string result, long count) => new([(RunFamilies.Group, group), ("result", result)], count);

    private static IEnumerable<LivePoint> Outcomes(KeyValuePair<string, GroupFigures> group) =>
        Enum.GetValues<Outcome>().Where(outcome => group.Value.CountOf(outcome) > 0)
            .Select(outcome => new LivePoint([(RunFamilies.Group, group.Key), ("outcome", Words.Of(outcome))], group.Value.CountOf(outcome)));

    private static IEnumerable<LivePoint> OutputTokens(KeyValuePair<string, GroupFigures> group) =>
        group.Value.Sources.Select(source => new LivePoint([(RunFamilies.Group, group.Key), ("source", Words.Of(source.Key))], source.Value.OutputTokens));

    private static IEnumerable<LivePoint> Distributions(MetricFamily family, KeyValuePair<string, GroupFigures> group) => family.CountsTokens
        ? group.Value.Sources.SelectMany(source => Histogram(source.Value[family.Metric], (RunFamilies.Group, group.Key), ("source", Words.Of(source.Key))))
        : Histogram(group.Value[family.Metric], (RunFamilies.Group, group.Key));

    private static LivePoint[] Histogram(BucketCounts counts, params (string Key, string? Value)[] labels) =>
        counts.Copy() is { } copy ? [new LivePoint(labels, 0, copy)] : [];
}
