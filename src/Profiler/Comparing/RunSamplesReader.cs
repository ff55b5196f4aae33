using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Profiling.Comparing;

/// <summary>Reads the samples of a run file, in one pass.</summary>
public static class RunSamplesReader
{
    /// <summary>Reads a side.</summary>
    /// <param name="path">A run file.</param>
    /// <param name="name">What the side is called.</param>
    /// <param name="takes">Which requests belong to it; null = all, and only then there are figures of the run as a whole.</param>
    /// <param name="summary">The file's, where it has been read already.</param>
    /// <exception cref="NdjsonFormatException">It is no run file; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunSamples Read(string path, string name, Func<RequestLine, bool>? takes = null, RunSummary? summary = null)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (summary is null)
            {
                summary = RunReport.Load(stream);
                stream.Position = 0;
            }

            if (RunReport.WhyNoRequests(summary) is { } why)
                throw new NdjsonFormatException(why);
            return Read(new NdjsonReader(stream), summary, name, takes);
        }
        catch (NdjsonFormatException problem)
        {
            throw new NdjsonFormatException($"{path}: {problem.Message}", problem);
        }
    }

    private static RunSamples Read(NdjsonReader reader, RunSummary summary, string name, Func<RequestLine, bool>? takes)
    {
        RunSamples? samples = null;
        List<IntervalLine> intervals = [];
        var (steadyFrom, steadyTo) = (0.0, double.PositiveInfinity);
        foreach (var line in reader.Read(type => type is RunStartedLine.Word or PhaseLine.Word or WindowLine.Word or RequestLine.Word or IntervalLine.Word))
        {
            switch (line)
            {
                case RunStartedLine started:
                    samples = new RunSamples
                    {
                        Name = name,
                        Summary = summary,
                        Options = started.Options,
                        IsPart = takes is not null,
                        Tags = started.Tags,
                        Definitions = started.Definitions.ToDictionary(pair => pair.Key, pair => pair.Value.Formula, StringComparer.Ordinal),
                    };
                    break;
                case PhaseLine { Phase: RunPhase.Running } phase:
                    steadyFrom = Math.Max(steadyFrom, phase.AtMs);
                    break;
                case PhaseLine { Phase: RunPhase.Draining } phase:
                    steadyTo = phase.AtMs;
                    break;
                case WindowLine window:
                    steadyFrom = window.AtMs;
                    break;
                case RequestLine request when takes?.Invoke(request) != false:
                    Add(samples!, request);
                    break;
                case IntervalLine interval when takes is null:
                    intervals.Add(interval);
                    break;
            }
        }

        AddSeconds(samples!, intervals, steadyFrom, steadyTo);
        return samples!;
    }

    // Those that the summary measured: an answer that the end of the drain cut off has failed here as there, a user who left is in neither.
    private static void Add(RunSamples samples, RequestLine request)
    {
        if (!MeasuredRequests.IsMeasured(request, samples.Summary.Window))
            return;
        foreach (var group in (ReadOnlySpan<GroupSamples>)[samples.All, samples.Group(request.Group)])
        {
            group.AddEnding(request.ScheduledMs, !request.Outcome.IsSuccess());
            if (!request.Outcome.IsSuccess())
                continue;
            var metrics = request.M;
            group.Add(request.ScheduledMs, MetricId.Ttft, metrics.TtftMs);
            group.Add(request.ScheduledMs, MetricId.Ttfc, metrics.TtfcMs);
            group.Add(request.ScheduledMs, MetricId.Tpot, metrics.TpotMs);
            group.Add(request.ScheduledMs, MetricId.E2e, metrics.E2eMs);
            group.Add(request.ScheduledMs, MetricId.TokensPerSecond, metrics.TokensPerS);
            group.Add(request.ScheduledMs, MetricId.TtftFromSchedule, metrics.TtftMs + metrics.WaitMs);
            group.Add(request.ScheduledMs, MetricId.E2eFromSchedule, metrics.E2eMs + metrics.WaitMs);
        }
    }

    private static void AddSeconds(RunSamples samples, List<IntervalLine> intervals, double steadyFrom, double steadyTo)
    {
        foreach (var second in intervals.GroupBy(interval => interval.ToMs).OrderBy(second => second.Key))
        {
            IntervalLine[] lines = [.. second];
            var isSteady = lines[0].FromMs >= steadyFrom && lines[0].ToMs <= steadyTo;
            var gaps = lines.Where(line => line.ItlHistogram is not null && line.ToMs > steadyFrom).Select(line => (line.Group, Bars: Bars(line))).ToArray();
            if (gaps.Length > 0)
                samples.All.Gaps.Add([.. gaps.SelectMany(gap => gap.Bars)]);
            foreach (var (group, bars) in gaps)
                samples.Group(group).Gaps.Add(bars);
            if (!isSteady)
                continue;
            AddRates(samples.All, lines);
            foreach (var line in lines)
                AddRates(samples.Group(line.Group), line);
        }
    }

    private static void AddRates(GroupSamples group, params ReadOnlySpan<IntervalLine> lines)
    {
        var seconds = (lines[0].ToMs - lines[0].FromMs) / 1_000;
        if (seconds <= 0)
            return;
        long ok = 0;
        double? tokens = null;
        foreach (var line in lines)
        {
            ok += line.Ok;
            tokens = line.OutputTokensPerS is { } perS ? (tokens ?? 0) + perS : tokens;
        }

        group.RequestsPerS.Add(lines[0].ToMs, ok / seconds);
        if (tokens is { } known)
            group.OutputTokensPerS.Add(lines[0].ToMs, known);
    }

    private static IReadOnlyList<HistogramBar> Bars(IntervalLine line)
    {
        try
        {
            return Distribution.Decode(line.ItlHistogram, line.ItlMinMs, line.ItlMaxMs, line.ItlSumMs).Bars();
        }
        catch (FormatException damaged)
        {
            throw new NdjsonFormatException($"itl_histogram of the interval at {line.FromMs} ms: {damaged.Message}", damaged);
        }
    }
}
