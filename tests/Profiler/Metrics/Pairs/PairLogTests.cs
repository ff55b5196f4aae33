using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Metrics.Pairs;

public sealed class PairLogTests
{
    [Fact]
    public void Figures_are_those_that_a_hand_computes()
    {
        var log = new PairLog(1);
        // Differences 10, -4, 2, 8: their median is 5, though that of the sides is 110 - 104.
        Add(log, 0, 100, 90, tokens: 10);
        Add(log, 1, 116, 120, tokens: 20);
        Add(log, 2, 104, 102, tokens: 10, others: 12);
        Add(log, 3, 200, 192, tokens: 40, nonstreamFirst: true);

        var figures = log.Figures();

        Assert.Equal((4, 4, 0), (figures.Complete, figures.Kept, figures.Incomplete.Sum));
        Assert.Equal(new PairDifference(5, null, null), figures.E2eDifferenceMs);
        Assert.Equal((110, 111), (figures.Stream.E2eP50Ms, figures.Nonstream.E2eP50Ms));
        Assert.Null(figures.Stream.E2eP99Ms);
        // The first token of every stream comes after 40 ms.
        Assert.Equal((40, 111, -71), (figures.Stream.FirstTextP50Ms, figures.Nonstream.FirstTextP50Ms, figures.FirstTextDifferenceMs));
        Assert.Equal((4, 3, true), (figures.Lengths.Known, figures.Lengths.Equal, figures.Lengths.ManyDiffer));
        Assert.Equal((20, 20.5), (figures.Stream.TokensPerAnswer, figures.Nonstream.TokensPerAnswer));
        Assert.Equal((100, 4), (figures.Stream.BytesPerToken, figures.Nonstream.BytesPerToken));
        Assert.Equal("too few pairs to say what streaming costs (4; 20 are needed)", figures.Verdict);
        Assert.Equal("an interval needs 20 whole pairs, and there are 4", figures.Reasons["e2e_difference_ms"]);
        Assert.Null(figures.ClientCpuDifferenceMs);
        Assert.Contains(PairReasons.Cpu, figures.Reasons.Keys);
    }

    [Fact]
    public void Pairs_that_are_not_whole_are_counted_by_the_reason_and_compare_nothing()
    {
        var log = new PairLog(1);
        Add(log, 0, 100, 90);
        Add(log, 1, 100, 90, stream: Outcome.Reset);
        Add(log, 2, 100, 90, nonstream: Outcome.HttpError);
        Add(log, 3, 100, 90, stream: Outcome.Reset, nonstream: Outcome.HttpError);
        Add(log, 4, 100, 90, stream: Outcome.NotStreamed);
        Add(log, 5, 100, 90, attempt: 2);
        Put(log, RecordFactory.Member(6, streaming: true, 100, 10, Outcome.Ok, 1));

        var figures = log.Figures();

        Assert.Equal(new PairLosses(1, 1, 1, 1, 1, 1), figures.Incomplete);
        Assert.Equal((1, 6), (figures.Complete, figures.Incomplete.Sum));
        Assert.Equal((7, 2, 6, 2), (figures.Stream.Requests, figures.Stream.Failed, figures.Nonstream.Requests, figures.Nonstream.Failed));
        Assert.Equal(0.333333, figures.Nonstream.FailedRatio);
        // While the run goes on, a member that waits is no loss.
        Assert.Equal(0, log.Live(0).Incomplete.HalfSent);
    }

    [Theory]
    [InlineData(Outcome.NotStreamed, Outcome.Ok, "nothing to compare: streams are asked for, and whole documents come")]
    [InlineData(Outcome.Ok, Outcome.HttpError, "nothing to compare: no answer came that was not streamed")]
    [InlineData(Outcome.Reset, Outcome.Ok, "nothing to compare: no streamed answer came")]
    [InlineData(Outcome.Reset, Outcome.HttpError, "nothing to compare: no pair is whole")]
    public void Verdict_says_why_there_is_nothing_to_compare(Outcome stream, Outcome nonstream, string verdict)
    {
        var log = new PairLog(1);
        for (var pair = 0; pair < 30; pair++)
            Add(log, pair, 100, 90, stream: stream, nonstream: nonstream);
        var figures = log.Figures();
        Assert.Equal(verdict, figures.Verdict);
        Assert.Equal(PairDifference.None, figures.E2eDifferenceMs);
        Assert.Null(figures.Stream.FirstTextP50Ms);
        Assert.Equal("no pair is whole", figures.Reasons["e2e_p50_ms"]);
    }

    [Theory]
    [InlineData(50, "streaming costs 50 ms of E2E time here, 25% of it (")]
    [InlineData(-50, "streaming saves 50 ms of E2E time here, 25% of it (")]
    [InlineData(0, "no evidence that streaming costs E2E time here (interval spans 0, 101 pairs)")]
    public void Verdict_follows_the_interval(double cost, string verdict)
    {
        var log = new PairLog(1);
        for (var pair = 0; pair < 101; pair++)
            Add(log, pair, 200 + cost + pair % 5 - 2, 200);
        Assert.StartsWith(verdict, log.Figures().Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_of_different_sources_are_not_held_against_each_other()
    {
        var log = new PairLog(1);
        for (var pair = 0; pair < 3; pair++)
        {
            Put(log, RecordFactory.Member(pair, streaming: true, 100, 10, Outcome.Ok, 1, TokenSource.Chunks));
            Put(log, RecordFactory.Member(pair, streaming: false, 100, 10, Outcome.Ok, 1));
        }
        var figures = log.Figures();
        Assert.Equal(new PairLengths(0, 0), figures.Lengths);
        Assert.Null(figures.Stream.BytesPerToken);
        Assert.Contains("bytes_per_token", figures.Reasons.Keys);
        Assert.Empty(figures.Findings());
    }

    [Fact]
    public void Many_different_lengths_are_a_finding_with_its_cure()
    {
        var log = new PairLog(1);
        for (var pair = 0; pair < 30; pair++)
            Add(log, pair, 100, 100, tokens: 10, others: pair < 6 ? 11 : 10);
        var finding = Assert.Single(log.Figures().Findings());
        Assert.Contains("6 of 30 pairs differ in length", finding.Text, StringComparison.Ordinal);
        Assert.Contains("--ignore-eos", finding.Text, StringComparison.Ordinal);
        Assert.EndsWith("answers differ in length)", log.Figures().Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Run_that_cuts_many_of_its_pairs_is_too_short_and_says_so(int cut, int findings)
    {
        var log = new PairLog(1);
        for (var pair = 0; pair < 12 - cut; pair++)
            Add(log, pair, 100, 100);
        for (var pair = 12 - cut; pair < 12; pair++)
            Put(log, RecordFactory.Member(pair, streaming: false, 100, 10));
        Assert.Equal(findings, log.Figures().Findings().Count(finding => finding.Code == "pairs_cut"));
    }

    [Fact]
    public void Of_very_many_pairs_an_even_sample_is_kept_the_same_for_a_seed()
    {
        // Slow in the second half: a sample of the beginning, or of the end, would have another median.
        var (one, again) = (Filled(1), Filled(1));
        Assert.Equal((20_000, 1_000), (one.Complete, one.Kept));
        Assert.Equal(one.E2eDifferenceMs, again.E2eDifferenceMs);
        Assert.InRange(one.E2eDifferenceMs.Value!.Value, 0.45, 0.55);

        static PairFigures Filled(long seed)
        {
            var log = new PairLog(seed, mostKept: 1_000);
            for (var pair = 0; pair < 20_000; pair++)
                Add(log, pair, 100 + pair / 20_000.0, 100);
            return log.Figures();
        }
    }

    [Fact]
    public void Merged_figures_are_sums_and_what_needs_the_pairs_is_null_with_its_reason()
    {
        var log = new PairLog(1);
        for (var pair = 0; pair < 30; pair++)
            Add(log, pair, 100, 90, nonstream: pair == 0 ? Outcome.HttpError : Outcome.Ok);
        var one = log.Figures();
        Assert.Null(PairMerge.Of([null, null]));
        Assert.Same(one, PairMerge.Of([one, null]));
        var merged = PairMerge.Of([one, one])!;
        Assert.Equal((58, 2, 60, 2), (merged.Complete, merged.Incomplete.NonstreamFailed, merged.Nonstream.Requests, merged.Nonstream.Failed));
        Assert.Equal((one.Stream.BytesPerToken, one.Stream.TokensPerAnswer, one.Nonstream.FailedRatio), (merged.Stream.BytesPerToken, merged.Stream.TokensPerAnswer, merged.Nonstream.FailedRatio));
        Assert.Equal((PairDifference.None, null), (merged.E2eDifferenceMs, merged.Stream.E2eP50Ms));
        Assert.Contains("report each file", merged.Reasons["e2e_difference_ms"], StringComparison.Ordinal);
    }

    [Fact]
    public void Live_figures_are_made_anew_every_two_seconds()
    {
        var log = new PairLog(1);
        Add(log, 0, 100, 90);
        var first = log.Live(1_000_000);
        Add(log, 1, 100, 90);
        Assert.Same(first, log.Live(2_900_000));
        Assert.Equal(2, log.Live(3_000_000).Complete);
    }

    [Fact]
    public void Snapshot_has_the_pairs_so_far_and_none_where_requests_are_none()
    {
        var aggregator = new Aggregator(RecordFactory.RunStart, [], [], pairSeed: 1);
        aggregator.BeginMeasured(RecordFactory.At(0));
        foreach (var streaming in (bool[])[true, false])
            aggregator.Add(RecordFactory.Member(0, streaming, 100, 10));
        Assert.Equal(1, aggregator.Snapshot(RunPhase.Running, RecordFactory.At(500), null).Pairs!.Complete);
        Assert.Null(RecordFactory.Aggregator().Snapshot(RunPhase.Running, RecordFactory.At(500), null).Pairs);
    }

    private static void Add(
        PairLog log, long pair, double streamMs, double nonstreamMs, long tokens = 10, long? others = null,
        Outcome stream = Outcome.Ok, Outcome nonstream = Outcome.Ok, int attempt = 1, bool nonstreamFirst = false)
    {
        RequestRecord[] members = [RecordFactory.Member(pair, true, streamMs, tokens, stream, attempt), RecordFactory.Member(pair, false, nonstreamMs, others ?? tokens, nonstream, 1)];
        foreach (var member in nonstreamFirst ? members.Reverse() : members)
            Put(log, member);
    }

    private static void Put(PairLog log, RequestRecord record) => log.Add(record, RequestMetrics.Of(record, RecordFactory.RunStart));
}
