using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>The figures of one group of two sides, with their intervals. Pure.</summary>
internal static class FigureComparer
{
    // A percentile is compared where so many samples lie beyond it: from fewer, resamples say nothing about other runs.
    private const int SamplesBeyond = 10;

    private static readonly MetricId[] Compared = [MetricId.Ttft, MetricId.Ttfc, MetricId.Itl, MetricId.Tpot, MetricId.E2e, MetricId.TokensPerSecond];
    private static readonly double[] OfTimes = [50, 90, 99];
    private static readonly double[] OfRates = [1, 10, 50];

    /// <summary>All figures of a group.</summary>
    /// <param name="group">Its name; null = all.</param>
    /// <param name="a">The base.</param>
    /// <param name="b">What is held against it.</param>
    /// <param name="shared">What both have in common.</param>
    public static IEnumerable<ComparedFigure> Of(string? group, GroupSamples a, GroupSamples b, SharedTerms shared) =>
        Metrics(group, a, b, shared).Concat(Rates(group, a, b, shared));

    private static IEnumerable<ComparedFigure> Metrics(string? group, GroupSamples a, GroupSamples b, SharedTerms shared)
    {
        foreach (var metric in Compared)
        {
            var definition = MetricTable.Of(metric);
            var percentiles = definition.Direction == MetricDirection.LowerIsBetter ? OfTimes : OfRates;
            var usesTokens = metric is MetricId.Tpot or MetricId.TokensPerSecond;
            // Without a text that is not all tokens, the two are the same figure.
            if (metric == MetricId.Ttfc && IsTtft(a) && IsTtft(b))
                continue;
            var (sideA, sideB) = metric == MetricId.Itl ? Gaps(a, b) : Requests(a[metric], b[metric], percentiles);
            if (sideA.Count == 0 && sideB.Count == 0)
                continue;
            foreach (var figure in Percentiles(sideA, sideB, percentiles, shared, b.Requests))
            {
                yield return (usesTokens && !shared.TokenSource && figure is { CountA: > 0, CountB: > 0 } ? figure with { Change = null, Low = null, High = null, ChanceRatio = null, IsTooFew = false, Absence = "tokens counted otherwise" } : figure) with
                {
                    Group = group, Metric = definition.Word, Unit = definition.Unit, Direction = definition.Direction,
                };
            }
        }
    }

    private static IEnumerable<ComparedFigure> Rates(string? group, GroupSamples a, GroupSamples b, SharedTerms shared)
    {
        yield return Mean(a.Failures, b.Failures, isRelative: false, shared.Traffic) with { Group = group, Metric = "error_rate", Unit = "ratio", Direction = MetricDirection.LowerIsBetter };
        if (a.RequestsPerS.Count > 0 && b.RequestsPerS.Count > 0)
            yield return Mean(a.RequestsPerS, b.RequestsPerS, isRelative: true, shared.Traffic) with { Group = group, Metric = "requests_per_s", Unit = "req/s", Direction = MetricDirection.HigherIsBetter };
        var isLost = shared.Kind && a.OutputTokensPerS.Count > 0 && b.OutputTokensPerS.Count == 0 && b.RequestsPerS.Count > 0;
        if (isLost || (shared.TokenSource && a.OutputTokensPerS.Count > 0 && b.OutputTokensPerS.Count > 0))
            yield return (isLost ? LostRate(a.OutputTokensPerS, b.RequestsPerS) : Mean(a.OutputTokensPerS, b.OutputTokensPerS, isRelative: true, shared.Traffic)) with { Group = group, Metric = "output_tokens_per_s", Unit = "tok/s", Direction = MetricDirection.HigherIsBetter };
    }

    private static bool IsTtft(GroupSamples group) => group[MetricId.Ttfc].InTimeOrder().AsSpan().SequenceEqual(group[MetricId.Ttft].InTimeOrder());

    private static (BlockedSamples A, BlockedSamples B) Requests(SampleSeries a, SampleSeries b, double[] percentiles)
    {
        var (valuesA, valuesB) = (a.InTimeOrder(), b.InTimeOrder());
        var blocks = BlocksOfBoth(valuesA.Length / BlockLength.Of(valuesA, percentiles), valuesB.Length / BlockLength.Of(valuesB, percentiles));
        return (BlockedSamples.Of(valuesA, blocks), BlockedSamples.Of(valuesB, blocks));
    }

    private static (BlockedSamples A, BlockedSamples B) Gaps(GroupSamples a, GroupSamples b)
    {
        var blocks = BlocksOfBoth(Independent(a), Independent(b));
        return (BlockedSamples.OfHistograms(a.Gaps, blocks), BlockedSamples.OfHistograms(b.Gaps, blocks));

        static int Independent(GroupSamples side) => IndependentOf([.. side.Gaps.Select(second => second.Sum(bar => bar.Value * bar.Count) / Math.Max(1, second.Sum(bar => bar.Count)))]);
    }

    private static IEnumerable<ComparedFigure> Percentiles(BlockedSamples a, BlockedSamples b, double[] percentiles, SharedTerms shared, int asked)
    {
        var (valuesA, valuesB) = (ValuesOf(a, percentiles), ValuesOf(b, percentiles));
        var isDrawn = a.Blocks >= BlockBootstrap.FewestBlocks;
        var (drawnA, drawnB) = isDrawn && a.Count > 0 && b.Count > 0 ? BlockBootstrap.Percentiles(a, b, percentiles, shared.Traffic) : ([], []);
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
            if (a.Count == 0)
                yield return ChangeTest.None(figure, "none in a");
            else if (b.Count == 0)
                yield return shared.Kind && isDrawn && a.Count >= needed && asked >= needed ? ChangeTest.Lost(figure) : ChangeTest.None(figure, "none in b");
            else if (fewest < needed)
                yield return ChangeTest.TooFew(figure, $"{fewest} samples, {needed} needed");
            else
                yield return isDrawn ? ChangeTest.Relative(figure, drawnA[k], drawnB[k], a.Blocks) : TooFewStretches(figure, a.Blocks);
        }
    }

    private static ComparedFigure Mean(SampleSeries a, SampleSeries b, bool isRelative, bool together)
    {
        var (valuesA, valuesB) = (a.InTimeOrder(), b.InTimeOrder());
        var blocks = BlocksOf(IndependentOf(valuesA), IndependentOf(valuesB));
        var figure = new ComparedFigure
        {
            Metric = "", Unit = "", CountA = valuesA.Length, CountB = valuesB.Length, IsRelative = isRelative,
            A = valuesA.Length == 0 ? null : valuesA.Average(), B = valuesB.Length == 0 ? null : valuesB.Average(),
        };
        if (blocks < BlockBootstrap.FewestBlocks)
            return TooFewStretches(figure, blocks);
        var (drawnA, drawnB) = BlockBootstrap.Means(valuesA, valuesB, blocks, together);
        return isRelative ? ChangeTest.Rate(figure, drawnA, drawnB, blocks) : ChangeTest.Absolute(figure, drawnA, drawnB, blocks);
    }

    // Whole seconds of b went by, and in none of them a token came.
    private static ComparedFigure LostRate(SampleSeries a, SampleSeries seconds)
    {
        var values = a.InTimeOrder();
        var figure = new ComparedFigure { Metric = "", Unit = "", CountA = values.Length, CountB = 0, A = values.Average() };
        var blocks = BlocksOf(IndependentOf(values), IndependentOf(seconds.InTimeOrder()));
        return blocks < BlockBootstrap.FewestBlocks ? TooFewStretches(figure, blocks) : ChangeTest.Lost(figure);
    }

    private static ComparedFigure TooFewStretches(ComparedFigure figure, int blocks) => ChangeTest.TooFew(figure, $"{blocks} independent stretches, {BlockBootstrap.FewestBlocks} needed");

    private static int IndependentOf(double[] series) => series.Length / BlockLength.OfSeries(series);

    // Of the side that has fewer; both are cut alike.
    private static int BlocksOf(int ofA, int ofB) => Math.Clamp(Math.Min(ofA, ofB), 1, BlockBootstrap.MostBlocks);

    // Where one side has nothing, the other is cut as if by itself.
    private static int BlocksOfBoth(int ofA, int ofB) => ofB == 0 ? BlocksOf(ofA, ofA) : BlocksOf(ofA, ofB);

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
