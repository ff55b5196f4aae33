using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The table of metrics: one row each, one unit per row.</summary>
/// <remarks>
/// The columns are about how many requests did at least this well: p90 of a time is the 90th percentile,
/// p90 of a rate is the rate that 90 % of requests reached, which is its 10th percentile. So every row gets worse to the right.
/// </remarks>
internal static class LatencyTable
{
    /// <summary>From here on the median decides for seconds.</summary>
    private const double SecondsFromMs = 1_000;

    /// <summary>A wait worth a row of its own, as a share of the TTFT beside it.</summary>
    private const double NoticeableWait = 0.05;

    /// <summary>How much worse the worst TTFT of a beginning is than the measured one, to be told.</summary>
    private const double NoticeableBurst = 1.1;

    public static void Write(SummaryPage page, RunSummary summary)
    {
        page.Line(Line("", "", "", "n", "p50", "p90", "p99", "worst"));
        foreach (var row in Rows(summary))
            page.Line(Line(row.Label, row.Unit, row.Subject, row.N, row.P50, row.P90, row.P99, row.Worst));
        foreach (var note in Notes(summary))
            page.Sentence("", note);
    }

    /// <summary>The rows, in the order in which they are shown.</summary>
    public static IEnumerable<LatencyRow> Rows(RunSummary summary)
    {
        var metrics = summary.Metrics;
        var reason = AbsenceText(summary);
        yield return Time(MetricId.Ttft, metrics, reason);
        if (WaitShows(metrics))
            yield return Time(MetricId.TtftFromSchedule, metrics, reason);
        yield return Time(MetricId.Ttfc, metrics, reason);
        yield return Time(MetricId.Itl, metrics, reason, BetweenTokens(summary) ? null : "between chunks");
        yield return Time(MetricId.Tpot, metrics, reason);
        yield return Time(MetricId.E2e, metrics, summary.Totals.Ok == 0 ? reason : null);
        yield return Rate(metrics.TokensPerS, reason);
        yield return Wait(metrics.WaitMs);
    }

    /// <summary>True when an event holds one token, as far as a summary of two digits can tell; unknown is not one.</summary>
    private static bool BetweenTokens(RunSummary summary) =>
        summary.Metrics.ItlMs.N == 0 || summary.Totals.TokensPerEvent is >= 0.98 and <= 1.02;

    /// <summary>Few samples have no p99; then the worst stands for it.</summary>
    private static bool WaitShows(MetricBlocks metrics) =>
        (metrics.WaitMs.P99 ?? metrics.WaitMs.Max) is { } wait && metrics.TtftMs.P50 is { } ttft && wait > NoticeableWait * ttft;

    private static LatencyRow Time(MetricId metric, MetricBlocks metrics, string? reason, string? subject = null)
    {
        var definition = MetricTable.Of(metric);
        var block = metrics.Time(metric);
        var seconds = block.P50 >= SecondsFromMs || block.Max >= 100 * SecondsFromMs;
        string Show(double? ms) => Figure.Three(seconds ? ms / 1_000 : ms);
        return new LatencyRow(
            definition.Label,
            seconds ? "s" : "ms",
            block.N == 0 && reason is not null ? reason : subject ?? definition.Subject,
            Figure.Count(block.N),
            Show(block.P50),
            Show(block.P90),
            Show(block.P99),
            Show(block.Max));
    }

    private static LatencyRow Rate(RateBlock block, string? reason)
    {
        var definition = MetricTable.Of(MetricId.TokensPerSecond);
        return new LatencyRow(
            definition.Label,
            definition.Unit,
            block.N == 0 && reason is not null ? reason : definition.Subject,
            Figure.Count(block.N),
            Figure.Three(block.P50),
            Figure.Three(block.P10),
            Figure.Three(block.P1),
            Figure.Three(block.Min));
    }

    private static LatencyRow Wait(MetricBlock block)
    {
        var definition = MetricTable.Of(MetricId.Wait);
        var seconds = block.P50 >= SecondsFromMs;
        string Show(double? ms) => seconds ? Figure.Three(ms / 1_000) : Figure.Tenth(ms);
        return new LatencyRow(definition.Label, seconds ? "s" : "ms", definition.Subject, Figure.Count(block.N), Show(block.P50), Show(block.P90), Show(block.P99), Show(block.Max));
    }

    /// <summary>What a reader of the rows must know, in sentences.</summary>
    public static IEnumerable<string> Notes(RunSummary summary)
    {
        var metrics = summary.Metrics;
        if (summary.Run.Mode == "paired")
            yield return "E2E and wait are of both halves, TTFT to TPOT and rate of the streamed one; groups and pairs have them apart";
        if (Beginning(summary.Totals, metrics.TtftMs) is { } beginning)
            yield return beginning;
        if (!BetweenTokens(summary))
        {
            yield return summary.Totals.TokensPerEvent is { } tokens
                ? $"{Figure.Three(tokens)} tokens per event: ITL is the time between chunks, TPOT the time per token"
                : "tokens per event unknown: ITL is the time between chunks";
        }

        if (new[] { metrics.TtftMs, metrics.TtfcMs, metrics.ItlMs, metrics.TpotMs, metrics.E2eMs }.Any(block => block is { N: > 0, P99: null }))
            yield return "- too few samples: p99 needs 100";
    }

    /// <summary>The tail that the warm-up took away, where it is another one than what was measured.</summary>
    private static string? Beginning(RunTotals totals, MetricBlock measured)
    {
        if (totals.WholeTtftMs is not { Max: { } worst } whole || worst <= NoticeableBurst * measured.Max)
            return null;
        var tail = whole.P99 is { } p99 ? $"p99 {Figure.Three(p99)} ms, " : "";
        return $"TTFT of the whole run, with the {Figure.Count(totals.WarmupRequests)} requests of the warm-up: {tail}worst {Figure.Three(worst)} ms";
    }

    /// <summary>Why there are no token times in this run; null when there are, or should be.</summary>
    public static string? AbsenceText(RunSummary summary)
    {
        var totals = summary.Totals;
        if (totals.Ok == 0)
            return totals.Requests == 0 ? "nothing measured" : "no success";
        return totals.Outcomes.GetValueOrDefault("not_streamed") == totals.Ok || summary.Run.Mode is not ("stream" or "paired") ? "not streamed" : null;
    }

    private static string Line(string label, string unit, string subject, string n, string p50, string p90, string p99, string worst) =>
        $"{label,-7}{unit,-7}{subject,-18}{n,6}{p50,10}{p90,10}{p99,10}{worst,10}";
}
