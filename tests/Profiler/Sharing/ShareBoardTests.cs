using CsCheck;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Sharing;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Sharing;

public sealed class ShareBoardTests
{
    private const int Shares = 4;

    // Request k is of share k mod 4; every few requests each share reports.
    [Fact]
    public void Shares_that_report_now_and_then_are_one_run_of_all_requests() =>
        Gen.Select(Gen.Double[0.05, 90_000], Gen.Double[0.001, 3_000], Gen.Int[1, 40], Gen.Int[0, 9]).Array[1, 80].Sample(
            requests =>
            {
                var whole = RecordFactory.Aggregator(0, "chat", "long");
                var parts = Enumerable.Range(0, Shares).Select(_ => (Aggregator: RecordFactory.Aggregator(0, "chat", "long"), Reporter: new ShareReporter())).ToArray();
                var board = new ShareBoard(Shares);
                for (var k = 0; k < requests.Length; k++)
                {
                    whole.Add(Record(k, requests[k]));
                    parts[k % Shares].Aggregator.Add(Record(k, requests[k]));
                    if (k % 7 == 0 || k == requests.Length - 1)
                        ReportAll(parts, board);
                }

                var (expected, merged) = (Snapshot(whole), board.Snapshot());
                Assert.Equal(WithoutMeans(expected.Metrics), WithoutMeans(merged.Metrics));
                Assert.Equal(expected.Bars.Itl, merged.Bars.Itl);
                Assert.Equal((expected.Ok, expected.Failed, expected.Measured), (merged.Ok, merged.Failed, merged.Measured));
                Assert.Equal(expected.Failures.Select(failure => (failure.Outcome, failure.Count)), merged.Failures.Select(failure => (failure.Outcome, failure.Count)));
                foreach (var (one, other) in expected.Groups.Zip(merged.Groups))
                    Assert.Equal((one.Name, WithoutMeans(one.Metrics), one.Ok), (other.Name, WithoutMeans(other.Metrics), other.Ok));
                Assert.All(board.Shares.Values, share => Assert.Equal(0, share.LostReports));
            },
            iter: 15);

    [Fact]
    public void Report_that_is_lost_is_counted_until_it_comes_after_all()
    {
        var (aggregator, reporter) = (RecordFactory.Aggregator(0, "chat"), new ShareReporter());
        List<ShareReport> reports = [];
        for (var k = 0; k < 5; k++)
        {
            aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100 + k, 10, 11)));
            reports.Add(reporter.Next(aggregator, Snapshot(aggregator), sinceStartMs: 0));
        }

        var state = new ShareState();
        foreach (var number in (int[])[0, 2, 4, 3])
            state.Take(reports[number]);
        Assert.Equal(1, state.LostReports);
        Assert.Equal(4, state.Groups["chat"][MetricId.Ttft].Count);
        // What is counted is in every report anew.
        Assert.Equal((5, 5L), (state.Latest!.Number, state.Latest.Groups[0].Measured));
        state.Take(reports[1]);
        Assert.Equal((0, 5), (state.LostReports, state.Groups["chat"][MetricId.Ttft].Count));
    }

    [Fact]
    public void Board_that_comes_later_counts_from_what_it_heard_first()
    {
        var board = new ShareBoard(shares: 1, isPickedUp: true);
        board.Take("a", new ShareReport { Number = 40, Second = 41, Groups = [new ShareGroup { Name = "chat", Sent = 320, Ok = 300 }] }, nowMs: 41_000);
        board.Take("a", new ShareReport { Number = 41, Second = 42, Groups = [new ShareGroup { Name = "chat", Sent = 328, Ok = 308 }] }, nowMs: 42_000);
        board.EndSeconds(42_050, startMs: 700, isLast: false);
        var history = board.Snapshot().History;
        Assert.Equal([(0L, 0L), (8L, 8L)], history.Select(groups => (groups[0].Sent, groups[0].Ok)));
        Assert.Equal([(40_700.0, 41_700.0), (41_700, 42_700)], history.Select(groups => (groups[0].FromMs, groups[0].ToMs)));
    }

    [Theory]
    [InlineData("""{"number":1,"invalid_reasons":null}""")]
    [InlineData("""{"number":1,"groups":null}""")]
    [InlineData("""{"number":1,"groups":[null]}""")]
    [InlineData("""{"number":1,"groups":[{"name":"a"},{"name":"a"}]}""")]
    [InlineData("""{"number":1,"groups":[{"name":"a","metrics":null}]}""")]
    [InlineData("""{"number":1,"groups":[{"name":"a","metrics":{"ttft_ms":null}}]}""")]
    [InlineData("""{"number":1,"groups":[{"name":"a","failures":[null]}]}""")]
    public void Report_that_lacks_what_it_must_have_is_refused(string json) => Assert.Throws<FormatException>(() => ShareBytes.Read(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Reasons_against_a_share_name_it()
    {
        var board = new ShareBoard(shares: 2);
        board.Take("eu-1", new ShareReport { Number = 1 }, nowMs: 0);
        board.Take("us-1", new ShareReport { Number = 1, InvalidReasons = ["send lag p99 48 ms"] }, nowMs: 0);
        Assert.Equal(["us-1: send lag p99 48 ms"], board.Snapshot().InvalidReasons);
    }

    [Fact]
    public void Damaged_report_is_refused_and_counts_for_nothing()
    {
        var board = new ShareBoard(shares: 2);
        Assert.Throws<FormatException>(() => ShareBytes.Read("{\"number\":"u8));
        Assert.Throws<FormatException>(() => ShareBytes.Read("null"u8));
        var damaged = new ShareReport { Number = 1, Groups = [new ShareGroup { Name = "chat", Histograms = new HistogramTexts { TtftMs = "AAAA" }, Metrics = new MetricBlocks { TtftMs = new MetricBlock { N = 1 } } }] };
        Assert.Throws<FormatException>(() => board.Take("a", damaged, nowMs: 0));
        Assert.Equal(0, board.Snapshot().Measured);
    }

    private static void ReportAll((Aggregator Aggregator, ShareReporter Reporter)[] parts, ShareBoard board)
    {
        for (var share = 0; share < parts.Length; share++)
            board.Take($"agent-{share}", ShareBytes.Read(ShareBytes.Of(parts[share].Reporter.Next(parts[share].Aggregator, Snapshot(parts[share].Aggregator), sinceStartMs: 0))), nowMs: 0);
    }

    private static RequestRecord Record(int k, (double FirstMs, double GapMs, int Tokens, int Kind) request) => request.Kind == 0
        ? RecordFactory.Failed(0, Outcome.Reset, id: k)
        : RecordFactory.Streamed(0, RecordFactory.Every(request.FirstMs, request.GapMs, request.Tokens), group: request.Kind < 4 ? "long" : "chat");

    private static RunSnapshot Snapshot(Aggregator aggregator) => aggregator.Snapshot(RunPhase.Running, RecordFactory.At(300_000), client: null);

    private static MetricBlocks WithoutMeans(MetricBlocks blocks) => MetricBlocks.Empty with
    {
        TtftMs = blocks.TtftMs with { Mean = null },
        ItlMs = blocks.ItlMs with { Mean = null },
        TpotMs = blocks.TpotMs with { Mean = null },
        E2eMs = blocks.E2eMs with { Mean = null },
        TokensPerS = blocks.TokensPerS with { Mean = null },
    };
}
