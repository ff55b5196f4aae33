using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>Makes the reports of one share. One thread: the aggregator's, which owns what it reads.</summary>
public sealed class ShareReporter
{
    private readonly Dictionary<string, HistogramSet> _told = new(StringComparer.Ordinal);
    private long _number;
    private long _second;

    /// <summary>The next report.</summary>
    /// <param name="aggregator">The run so far.</param>
    /// <param name="snapshot">The same as a screen would have it.</param>
    /// <param name="sinceStartMs">Milliseconds since the load began.</param>
    public ShareReport Next(Aggregator aggregator, RunSnapshot snapshot, double sinceStartMs)
    {
        ArgumentNullException.ThrowIfNull(aggregator);
        ArgumentNullException.ThrowIfNull(snapshot);
        var lately = snapshot.History.Count == 0 ? [] : snapshot.History[^1].ToDictionary(interval => interval.Group, StringComparer.Ordinal);
        _second = Math.Max(_second + 1, (long)Math.Round(sinceStartMs / 1_000));
        return new ShareReport
        {
            Number = ++_number,
            Second = _second,
            Phase = snapshot.Phase,
            ElapsedMs = snapshot.ElapsedMs,
            MeasuredMs = snapshot.MeasuredMs,
            ProgressRatio = snapshot.ProgressRatio,
            WarmupRequests = snapshot.WarmupRequests,
            Left = snapshot.Left,
            TokenSource = snapshot.TokenSource,
            TokensPerEvent = snapshot.TokensPerEvent,
            Good = snapshot.Good,
            InvalidReasons = snapshot.InvalidReasons,
            Client = snapshot.Client,
            Groups = [.. snapshot.Groups.Select(group => Of(group, aggregator.Groups[group.Name], lately.GetValueOrDefault(group.Name)))],
        };
    }

    private ShareGroup Of(GroupSnapshot group, GroupAccumulator accumulator, IntervalFigures? lately)
    {
        var now = accumulator.Set();
        var since = _told.TryGetValue(group.Name, out var told) ? now.Since(told) : now;
        var report = new ShareGroup
        {
            Name = group.Name,
            Streams = group.Streams,
            Sent = group.Sent,
            InFlight = group.InFlight,
            Ok = group.Ok,
            Failed = group.Failed,
            Measured = group.Measured,
            Smoothness = group.Smoothness,
            Failures = group.Failures,
            RequestsPerS = lately?.RequestsPerS,
            OutputTokensPerS = lately?.OutputTokensPerS,
            Metrics = MetricBlocks.Of(since),
            Histograms = HistogramTexts.Of(since),
        };
        // What is told is a copy: the accumulator's own goes on.
        _told[group.Name] = now.Copy();
        return report;
    }
}
