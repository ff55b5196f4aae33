using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>The figures of one group of two sides, with their intervals. Pure.</summary>
internal static class FigureComparer
{
    // A percentile is compared where so many samples lie beyond it: from fewer, resamples say nothing about other runs.
    private const int SamplesBeyond = 10;

    // Two runs must not be drawn alike.
    private const int PurposeA = 71;
    private const int PurposeB = 72;

    private static readonly MetricId[] Compared = [MetricId.Ttft, MetricId.Ttfc, MetricId.Itl, MetricId.Tpot, MetricId.E2e, MetricId.TokensPerSecond];
    private static readonly double[] OfTimes = [50, 90, 99];
    private static readonly double[] OfRates = [1, 10, 50];

    /// <summary>All figures of a group.</summary>
    /// <param name="group">Its name; null = all.</param>
    /// <param name="a">The base.</param>
    /// <param name="b">What is held against it.</param>
    /// <param name="countsTokensAlike">False where the two counted tokens by different sources: then nothing that divides by them is compared.</param>
    public static IEnumerable<ComparedFigure> Of(string? group, GroupSamples a, GroupSamples b, bool countsTokensAlike) =>
        Metrics(group, a, b, countsTokensAlike).Concat(Rates(group, a, b, countsTokensAlike));

    private static IEnumerable<ComparedFigure> Metrics(string? group, GroupSamples a, GroupSamples b, bool countsTokensAlike)
    {
        foreach (var metric in Compared)
        {
            var definition = MetricTable.Of(metric);
            var percentiles = definition.Direction == MetricDirection.LowerIsBetter ? OfTimes : OfRates;
            var usesTokens = metric is MetricId.Tpot or MetricId.TokensPerSecond;
            // Without a text that is not all tokens, the two are the same figure.
            if (metric == MetricId.Ttfc && IsTtft(a) && IsTtft(b))
                continue;
            var (sideA, sideB) = (SideOf(a, metric, percentiles), SideOf(b, metric, percentiles));
            if (sideA.Count == 0 && sideB.Count == 0)
                continue;
            foreach (var figure in Percentiles(sideA, sideB, percentiles))
            {
                yield return (usesTokens && !countsTokensAlike ? figure with { Change = null, Low = null, High = null, ChanceRatio = null, Absence = "tokens counted otherwise" } : figure) with
                {
                    Group = group, Metric = definition.Word, Unit = definition.Unit, Direction = definition.Direction,
                };
            }
        }
    }

    private static IEnumerable<ComparedFigure> Rates(string? group, GroupSamples a, GroupSamples b, bool countsTokensAlike)
    {
        yield return Mean(a.Failures, b.Failures, isRelative: false) with { Group = group, Metric = "error_rate", Unit = "ratio", Direction = MetricDirection.LowerIsBetter };
        if (a.RequestsPerS.Count > 0 && b.RequestsPerS.Count > 0)
            yield return Mean(a.RequestsPerS, b.RequestsPerS, isRelative: true) with { Group = group, Metric = "requests_per_s", Unit = "req/s", Direction = MetricDirection.HigherIsBetter };
        if (countsTokensAlike && a.OutputTokensPerS.Count > 0 && b.OutputTokensPerS.Count > 0)
            yield return Mean(a.OutputTokensPerS, b.OutputTokensPerS, isRelative: true) with { Group = group, Metric = "output_tokens_per_s", Unit = "tok/s", Direction = MetricDirection.HigherIsBetter };
    }

    private static bool IsTtft(GroupSamples group) => group[MetricId.Ttfc].InTimeOrder().AsSpan().SequenceEqual(group[MetricId.Ttft].InTimeOrder());

    private static BlockedSamples SideOf(GroupSamples group, MetricId metric, double[] percentiles)
    {
        if (metric == MetricId.Itl)
            return BlockedSamples.OfHistograms(group.Gaps);
        var values = group[metric].InTimeOrder();
        return BlockedSamples.Of(values, BlockLength.Of(values, percentiles));
    }

    private static IEnumerable<ComparedFigure> Percentiles(BlockedSamples a, BlockedSamples b, double[] percentiles)
    {
        var (valuesA, valuesB) = (ValuesOf(a, percentiles), ValuesOf(b, percentiles));
        var isDrawn = a.Blocks >= BlockBootstrap.FewestBlocks && b.Blocks >= BlockBootstrap.FewestBlocks;
        var drawnA = isDrawn ? BlockBootstrap.Percentiles(a, percentiles, PurposeA) : [];
        var drawnB = isDrawn ? BlockBootstrap.Percentiles(b, percentiles, PurposeB) : [];
        // As people read them: the middle first, then towards the bad end.
        foreach (var k in Enumerable.Range(0, percentiles.Length).OrderBy(k => Math.Abs(percentiles[k] - 50)))
        {
            var figure = new ComparedFigure
            {
                Metric = "", Unit = "", Statistic = $"p{percentiles[k]:0}", CountA = a.Count, CountB = b.Count,
                A = Percentile.HasEnough(percentiles[k], a.Count) ? valuesA[k] : null,
                B = Percentile.HasEnough(percentiles[k], b.Count) ? valuesB[k] : null,
            };
            var needed = (long)Math.Ceiling(SamplesBeyond * 100 / Math.Min(percentiles[k], 100 - percentiles[k]));
            var fewest = Math.Min(a.Count, b.Count);
            var absence = fewest == 0 ? $"none in {(a.Count == 0 ? "a" : "b")}" : fewest < needed ? $"{fewest} samples, {needed} needed" : isDrawn ? null : $"{Math.Min(a.Blocks, b.Blocks)} independent stretches, {BlockBootstrap.FewestBlocks} needed";
            yield return absence is null ? ChangeTest.Relative(figure, drawnA[k], drawnB[k], Math.Min(a.Blocks, b.Blocks)) : ChangeTest.None(figure, absence);
        }
    }

    private static ComparedFigure Mean(SampleSeries a, SampleSeries b, bool isRelative)
    {
        var (valuesA, valuesB) = (a.InTimeOrder(), b.InTimeOrder());
        var (blocksA, blocksB) = (BlocksOf(valuesA), BlocksOf(valuesB));
        var figure = new ComparedFigure
        {
            Metric = "", Unit = "", CountA = valuesA.Length, CountB = valuesB.Length, IsRelative = isRelative,
            A = valuesA.Length == 0 ? null : valuesA.Average(), B = valuesB.Length == 0 ? null : valuesB.Average(),
        };
        var fewest = Math.Min(blocksA, blocksB);
        if (fewest < BlockBootstrap.FewestBlocks)
            return ChangeTest.None(figure, $"{fewest} independent stretches, {BlockBootstrap.FewestBlocks} needed");
        var (drawnA, drawnB) = (BlockBootstrap.Means(valuesA, blocksA, PurposeA), BlockBootstrap.Means(valuesB, blocksB, PurposeB));
        return isRelative ? ChangeTest.Relative(figure, drawnA, drawnB, fewest) : ChangeTest.Absolute(figure, drawnA, drawnB, fewest);
    }

    private static int BlocksOf(double[] values) => Math.Min(BlockedSamples.MostBlocks, values.Length / BlockLength.OfSeries(values));

    private static double[] ValuesOf(BlockedSamples samples, double[] percentiles)
    {
        var values = new double[percentiles.Length];
        if (samples.Count == 0)
            return values;
        var once = new int[samples.Blocks];
        Array.Fill(once, 1);
        samples.Percentiles(once, percentiles, values);
        return values;
    }
}
