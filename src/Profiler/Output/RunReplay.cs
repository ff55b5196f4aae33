using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Output;

/// <summary>Rebuilds the summary of a file that was cut before its summary, by sending its lines through the aggregator once more.</summary>
internal static class RunReplay
{
    /// <summary>Any instant but 0, which stands for an absent mark.</summary>
    private static readonly long RunStartTicks = Ticks.PerSecond;

    /// <summary>Replays a file.</summary>
    /// <param name="stream">At its start; can go back.</param>
    /// <param name="started">Its first line.</param>
    public static RunSummary Rebuild(Stream stream, RunStartedLine started)
    {
        var run = started.ToDescription();
        var aggregator = new Aggregator(RunStartTicks, run.Groups, run.Slo, pairSeed: run.Mode == "paired" ? run.Load.Seed : null);

        if ((run.Load.Stages ?? run.Load.Trace) is null && (run.Load.Concurrency ?? run.Load.RatePerS) is { } level)
            aggregator.BeginLevel(level, RunStartTicks);

        // Phases first: the edges of the steady window must be known before the requests that cross them.
        ReadPhases(stream, aggregator);
        var window = Math.Max(1, aggregator.WindowNumber);
        stream.Position = 0;
        var reader = new NdjsonReader(stream);
        var hasGaps = false;
        long gapsExpected = 0;
        var intervals = new List<IntervalLine>();
        foreach (var line in reader.Read(type => type is RequestLine.Word or IntervalLine.Word))
        {
            if (line is IntervalLine interval)
            {
                intervals.Add(interval);
                continue;
            }

            var request = (RequestLine)line;
            var record = RequestLines.ToRecord(request, RunStartTicks);
            hasGaps |= request.GapsUs is not null;
            if (record is { Warmup: false, WillRetry: false } && record.Window == window && record.Outcome.IsSuccess())
                gapsExpected += Math.Max(0, record.TokenEvents - 1);
            aggregator.Add(record, RequestLines.MetricsOf(request, record, RunStartTicks));
            record.ReleaseGaps();
        }

        // With --record gaps the requests brought their own.
        if (!hasGaps)
            AddGaps(aggregator, intervals);
        return SummaryBuilder.Build(aggregator, run, Ending(aggregator, reader, gapsExpected), RunStartTicks);
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
                aggregator.AddGaps(interval.Group, Distribution.Decode(interval.ItlHistogram, interval.ItlMinMs, interval.ItlMaxMs, interval.ItlSumMs));
            }
            catch (FormatException damaged)
            {
                throw new NdjsonFormatException($"itl_histogram of the interval at {interval.FromMs} ms: {damaged.Message}", damaged);
            }
        }
    }

    private static RunEnding Ending(Aggregator aggregator, NdjsonReader reader, long gapsExpected)
    {
        var lastUs = Math.Max(Math.Round(reader.LastTMs * 1_000), aggregator.All.LastEndUs);
        var missing = gapsExpected - aggregator.All[MetricId.Itl].Count;
        var findings = new List<Finding>
        {
            new("warning", "cut", "the file ends without a summary: rebuilt from the requests that are in it"),
        };
        if (missing > 0)
            findings.Add(new Finding("warning", "cut_itl", $"{missing} of {gapsExpected} gaps were not written yet: ITL is without them"));
        return new RunEnding
        {
            EndTicks = RunStartTicks + Ticks.From(TimeSpan.FromMicroseconds(lastUs)),
            Sent = aggregator.All.Requests,
            FileCut = true,
            Findings = findings,
        };
    }
}
