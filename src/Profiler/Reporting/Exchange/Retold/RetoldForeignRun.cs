using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange.Foreign;
using VllmStream.Profiling.Reporting.Exchange.Vllm;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>A run of ours as another tool would have measured it, request by request: its clock, its first token, its end. So its files and ours can be held against each other.</summary>
public static class RetoldForeignRun
{
    /// <summary>Reads a run in one pass.</summary>
    /// <param name="tool">By whose definitions; one that has readers, so not Locust.</param>
    /// <param name="run">The run file, at its start.</param>
    /// <param name="summary">Its summary.</param>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    public static ForeignRun Of(ForeignTool tool, Stream run, RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var (requests, theirs) = (new List<ForeignRequest>(), new List<VllmRequest>());
        var span = new SuccessSpan();
        var started = MeasuredRequests.Read(run, summary.Window, line =>
        {
            theirs.Add(VllmRequest.Of(line));
            requests.Add(tool == ForeignTool.Vllm ? AsVllm(theirs[^1]) : AsOthers(tool, line));
            span.Add(line);
        });
        var totals = new VllmTotals([.. theirs], summary);
        var metrics = ForeignMetrics.Of(requests);
        if (tool == ForeignTool.Vllm && !totals.HasGaps && totals.Itl is { } itl)
            metrics[MetricId.Itl] = new ForeignMetric { N = itl.Count, Mean = itl.Mean, Std = itl.Std, P50 = itl.Median, P90 = itl.Percentile(90), P95 = itl.Percentile(95), P99 = itl.Percentile(99) };
        var seconds = tool switch { ForeignTool.Vllm => totals.DurationS, ForeignTool.AiPerf => span.ToLastTokenS, _ => span.ToEndS };
        return new ForeignRun
        {
            Tool = tool,
            Model = started.Model,
            Load = new ForeignLoad { Concurrency = VllmIdentity.CapOf(started.Load), RatePerS = started.Load.Kind == "open" ? started.Load.RatePerS : null },
            Completed = totals.Completed,
            Failed = totals.Failed,
            DurationS = seconds,
            RequestsPerS = totals.Completed / seconds,
            OutputTokensPerS = totals.OutputTokens / seconds,
            PromptTokensMean = totals.Completed > 0 ? (double?)totals.InputTokens / totals.Completed : null,
            OutputTokensMean = totals.Completed > 0 ? (double?)totals.OutputTokens / totals.Completed : null,
            Requests = requests,
            Metrics = metrics,
        };
    }

    private static ForeignRequest AsVllm(VllmRequest request) => new()
    {
        IsOk = request.Success,
        BeginMs = Ms(request.StartS),
        TtftMs = Ms(request.TtftS),
        TpotMs = request.TpotS * 1_000,
        E2eMs = Ms(request.LatencyS),
        WaitMs = Ms(request.QueueS),
        GapsMs = [.. (request.GapsUs ?? []).Select(us => us / 1_000.0)],
    };

    private static ForeignRequest AsOthers(ForeignTool tool, RequestLine line)
    {
        var times = BegunTimes.Of(line);
        var isAiPerf = tool == ForeignTool.AiPerf;
        var perToken = line.OutputTokens is > 1 and var tokens ? (times.LastTokenMs - times.FirstTokenMs) / (tokens - 1) : null;
        return new ForeignRequest
        {
            IsOk = line.Outcome.IsSuccess(),
            BeginMs = times.BeginMs ?? line.ScheduledMs,
            TtftMs = times.FirstTokenMs,
            TtfcMs = times.FirstVisibleMs,
            TpotMs = perToken,
            E2eMs = isAiPerf ? times.LastTokenMs ?? times.EndMs : times.EndMs,
            TokensPerS = isAiPerf && perToken > 0 ? 1_000 / perToken : null,
            GapsMs = isAiPerf ? [.. (line.GapsUs ?? []).Select(us => us / 1_000.0)] : [],
        };
    }

    private static double? Ms(double? seconds) => seconds is { } value ? Rounded.ToMillionth(value * 1_000) : null;
}
