using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Output;

/// <summary>Sends the lines of a file through the aggregator once more: for the summary of one that was cut before it, and for a screen.</summary>
internal sealed class RunReplay
{
    /// <summary>Any instant but 0, which stands for an absent mark.</summary>
    private static readonly long RunStartTicks = Ticks.PerSecond;

    private readonly RunDescription _run;
    private readonly Aggregator _aggregator;
    private readonly NdjsonReader _reader;
    private readonly List<IntervalLine> _intervals = [];
    private readonly List<ServerLine> _looks = [];
    private long _gapsExpected;

    private RunReplay(Stream stream, RunStartedLine started, bool keepsEnded)
    {
        _run = started.ToDescription();
        _aggregator = new Aggregator(RunStartTicks, _run.Groups, _run.Slo, keepsEnded: keepsEnded, pairSeed: _run.Mode == "paired" ? _run.Load.Seed : null);
        if ((_run.Load.Stages ?? _run.Load.Trace) is null && (_run.Load.Concurrency ?? _run.Load.RatePerS) is { } level)
            _aggregator.BeginLevel(level, RunStartTicks);

        // Phases first: the edges of the steady window must be known before the requests that cross them.
        ReadPhases(stream, _aggregator);
        stream.Position = 0;
        _reader = new NdjsonReader(stream);
        // With --record gaps the requests brought their own.
        if (!ReadRequests())
            AddGaps(_aggregator, _intervals);
    }

    /// <summary>The summary of a file that has none.</summary>
    /// <param name="stream">Can go back to its start.</param>
    /// <param name="started">Its first line.</param>
    public static RunSummary Rebuild(Stream stream, RunStartedLine started)
    {
        var replay = new RunReplay(stream, started, keepsEnded: false);
        return Diagnosis.Of(SummaryBuilder.Build(replay._aggregator, replay._run, replay.Ending(), RunStartTicks));
    }

    /// <summary>The run as a screen saw it at its end.</summary>
    /// <param name="stream">Can go back to its start.</param>
    /// <param name="started">Its first line.</param>
    /// <param name="summary">Its summary; null rebuilds it.</param>
    public static RunExploration Explore(Stream stream, RunStartedLine started, RunSummary? summary)
    {
        var replay = new RunReplay(stream, started, keepsEnded: true);
        var aggregator = replay._aggregator;
        foreach (var second in replay._intervals.GroupBy(interval => interval.ToMs))
            aggregator.AddHistory([.. second.Select(interval => interval.ToFigures())]);
        var ending = replay.Ending();
        summary ??= Diagnosis.Of(SummaryBuilder.Build(aggregator, replay._run, ending, RunStartTicks));
        var snapshot = aggregator.Snapshot(RunPhase.Finished, ending.EndTicks, summary.Client) with
        {
            // How much of it would have come, an interrupted run does not say.
            ProgressRatio = summary.Judgement.Verdict == Verdict.Interrupted ? null : 1,
            InvalidReasons = summary.Client?.InvalidReasons ?? [],
            Server = ServerReplay.Of(replay._looks, summary.Server),
        };
        return new RunExploration(summary, summary.Agents.Count > 0 ? WithCounts(snapshot, summary) : snapshot);
    }

    // Of a run over agents the requests are elsewhere, and their sums are here.
    private static RunSnapshot WithCounts(RunSnapshot snapshot, RunSummary summary) => snapshot with
    {
        Sent = summary.Sent + summary.Totals.WarmupRequests, Ok = summary.Totals.Ok + summary.Totals.WarmupOk, Failed = summary.Totals.Failed + summary.Totals.WarmupRequests - summary.Totals.WarmupOk,
        Measured = summary.Finished, Left = summary.Totals.Left, WarmupRequests = summary.Totals.WarmupRequests, MeasuredMs = summary.Totals.Steady?.DurationMs,
        Smoothness = summary.Totals.Smoothness, Failures = summary.Totals.Failures, Metrics = summary.Metrics, Bars = summary.Histograms.ToBars(summary.Metrics),
        Groups =
        [
            .. summary.Groups.Select(group => new GroupSnapshot
            {
                Name = group.Key, Sent = group.Value.Requests, Ok = group.Value.Ok, Failed = group.Value.Failed, Measured = group.Value.Requests, Smoothness = group.Value.Smoothness,
                Metrics = group.Value, Bars = (group.Value.Histograms ?? summary.Histograms).ToBars(group.Value),
            }),
        ],
    };

    // True when they brought their gaps.
    private bool ReadRequests()
    {
        var window = Math.Max(1, _aggregator.WindowNumber);
        var hasGaps = false;
        foreach (var line in _reader.Read(type => type is RequestLine.Word or IntervalLine.Word or ServerLine.Word))
        {
            if (line is IntervalLine interval)
            {
                _intervals.Add(interval);
                continue;
            }

            if (line is ServerLine look)
            {
                _looks.Add(look);
                continue;
            }

            var request = (RequestLine)line;
            var record = RequestLines.ToRecord(request, RunStartTicks);
            hasGaps |= request.GapsUs is not null;
            if (record is { Warmup: false, WillRetry: false } && record.Window == window && record.Outcome.IsSuccess())
                _gapsExpected += Math.Max(0, record.TokenEvents - 1);
            _aggregator.Add(record, RequestLines.MetricsOf(request, record, RunStartTicks));
            record.ReleaseGaps();
            // Live the load counts what it sends; here each request that has ended was sent.
            if (record is { WillRetry: false, IsSetup: false })
                _aggregator.CountReplayed(record.Group);
        }

        return hasGaps;
    }

    private static void ReadPhases(Stream stream, Aggregator aggregator)
    {
        stream.Position = 0;
        foreach (var line in new NdjsonReader(stream).Read(type => type is PhaseLine.Word or LevelLine.Word or WindowLine.Word))
        {
            switch (line)
            {
                case PhaseLine { Phase: RunPhase.Warmup } phase:
                    aggregator.BeginWarmup(TicksAt(phase.AtMs));
                    break;
                case PhaseLine { Phase: RunPhase.Running } phase:
                    aggregator.BeginMeasured(TicksAt(phase.AtMs));
                    break;
                case PhaseLine { Phase: RunPhase.Draining } phase:
                    aggregator.EndSending(TicksAt(phase.AtMs));
                    break;
                case LevelLine level:
                    aggregator.BeginLevel(level.Level, TicksAt(level.AtMs));
                    break;
                case WindowLine window:
                    aggregator.BeginWindow(TicksAt(window.AtMs));
                    break;
            }
        }
    }

    private static long TicksAt(double ms) => RunStartTicks + Ticks.From(TimeSpan.FromMicroseconds(Math.Round(ms * 1_000)));

    private static void AddGaps(Aggregator aggregator, List<IntervalLine> intervals)
    {
        var windowFromUs = aggregator.WindowNumber > 1 ? aggregator.Window.FromUs : 0;
        foreach (var interval in intervals)
        {
            // Gaps of a window that has been set aside.
            if (interval.ItlHistogram is null || interval.ToMs * 1_000 <= windowFromUs)
                continue;
            try
            {
                aggregator.AddGaps(interval.Group, Distribution.Decode(interval.ItlHistogram, interval.ItlMinMs, interval.ItlMaxMs, interval.ItlSumMs), interval.ItlPositions);
            }
            catch (FormatException damaged)
            {
                throw new NdjsonFormatException($"itl_histogram of the interval at {interval.FromMs} ms: {damaged.Message}", damaged);
            }
        }
    }

    private RunEnding Ending()
    {
        var lastUs = Math.Max(Math.Round(_reader.LastTMs * 1_000), _aggregator.All.LastEndUs);
        var missing = _gapsExpected - _aggregator.All[MetricId.Itl].Count;
        var findings = new List<Finding>
        {
            new("warning", "cut", "the file ends without a summary: rebuilt from the requests that are in it"),
        };
        if (missing > 0)
            findings.Add(new Finding("warning", "cut_itl", $"{missing} of {_gapsExpected} gaps were not written yet: ITL is without them"));
        return new RunEnding
        {
            EndTicks = RunStartTicks + Ticks.From(TimeSpan.FromMicroseconds(lastUs)),
            Sent = _aggregator.All.Requests,
            FileCut = true,
            Findings = findings,
        };
    }
}
