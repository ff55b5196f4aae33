using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Foreign;

namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>Figures of two sides that other tools define: with their interval where both have samples, else as both files have them. Pure.</summary>
internal static class ForeignFigures
{
    /// <summary>Why a figure is not judged that the two mean differently.</summary>
    public const string Otherwise = "defined otherwise";

    private static readonly MetricId[] Compared = [MetricId.Ttft, MetricId.Ttfc, MetricId.Itl, MetricId.Tpot, MetricId.E2e, MetricId.TokensPerSecond];

    /// <summary>All figures, in the order of a comparison of our own runs.</summary>
    public static IEnumerable<ComparedFigure> Of(ForeignSide a, ForeignSide b, RunSamples samplesA, RunSamples samplesB)
    {
        var drawn = FigureComparer.Of(null, samplesA.All, samplesB.All, new SharedTerms(TokenSource: true, Traffic: false, Kind: false)).ToLookup(figure => figure.Metric, StringComparer.Ordinal);
        foreach (var metric in Compared)
        {
            var (ofA, ofB) = (a.Run.Metrics.GetValueOrDefault(metric), b.Run.Metrics.GetValueOrDefault(metric));
            if (ofA is null && ofB is null)
                continue;
            var definition = MetricTable.Of(metric);
            foreach (var figure in ofA?.Samples is not null && ofB?.Samples is not null ? drawn[definition.Word] : AsTheyAre(definition, ofA, ofB))
                yield return MeansTheSame(metric, a.Run, b.Run) ? figure : figure with { Change = null, Low = null, High = null, ChanceRatio = null, IsTooFew = false, Absence = Otherwise };
        }

        foreach (var figure in drawn["error_rate"])
            yield return figure.CountA > 0 && figure.CountB > 0 ? figure : figure with { IsTooFew = false, Absence = $"not in {Where(figure.CountA > 0, figure.CountB > 0)}" };
        if (Whole("requests_per_s", "req/s", a.Run.RequestsPerS, b.Run.RequestsPerS) is { } requests)
            yield return requests;
        if (Whole("output_tokens_per_s", "tok/s", a.Run.OutputTokensPerS, b.Run.OutputTokensPerS) is { } tokens)
            yield return tokens;
    }

    /// <summary>False where a metric of one is something else than that of the other.</summary>
    public static bool MeansTheSame(MetricId metric, ForeignRun a, ForeignRun b)
    {
        // GuideLLM's own statistics of it weigh requests by their tokens; its requests one by one do not.
        if (a.Tool == ForeignTool.GuideLlm && metric == MetricId.Tpot && (HasSamples(a) != HasSamples(b)))
            return false;
        return a.Tool == b.Tool || ToolDefinitions.Find(a.Tool, metric)?.Text == ToolDefinitions.Find(b.Tool, metric)?.Text;

        bool HasSamples(ForeignRun run) => run.Metrics.GetValueOrDefault(metric)?.Samples is not null;
    }

    private static IEnumerable<ComparedFigure> AsTheyAre(MetricDefinition definition, ForeignMetric? a, ForeignMetric? b)
    {
        foreach (var percentile in definition.Direction == MetricDirection.LowerIsBetter ? (double[])[50, 90, 99] : [50])
        {
            var figure = new ComparedFigure
            {
                Metric = definition.Word, Statistic = $"p{percentile:0}", Unit = definition.Unit, Direction = definition.Direction,
                CountA = a is null ? 0 : a.N, CountB = b is null ? 0 : b.N, A = Value(a, percentile), B = Value(b, percentile),
            };
            yield return ChangeTest.None(figure, (a, b, figure.A, figure.B) switch
            {
                (null, _, _, _) => "none in a",
                (_, null, _, _) => "none in b",
                (_, _, { }, { }) => $"statistics only in {Where(a.Samples is not null, b.Samples is not null)}",
                _ => $"no {figure.Statistic} in {Where(figure.A is not null, figure.B is not null)}",
            });
        }
    }

    // The percentiles of their files are numpy's; so are these, of whoever has the samples.
    private static double? Value(ForeignMetric? metric, double percentile) => metric is null || (metric.N is { } n && !Percentile.HasEnough(percentile, n)) ? null
        : percentile switch { 50 => metric.P50, 90 => metric.P90, _ => metric.P99 };

    private static ComparedFigure? Whole(string metric, string unit, double? a, double? b)
    {
        if (a is null && b is null)
            return null;
        var figure = new ComparedFigure { Metric = metric, Unit = unit, Direction = MetricDirection.HigherIsBetter, CountA = a is null ? 0 : 1, CountB = b is null ? 0 : 1, A = a, B = b };
        return ChangeTest.None(figure, a is null || b is null ? $"not in {Where(a is not null, b is not null)}" : "one value a run");
    }

    // Which side it is that has none.
    private static string Where(bool isInA, bool isInB) => (isInA, isInB) switch { (false, false) => "both", (false, _) => "a", _ => "b" };
}
