using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Sharing;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Sharing;

/// <summary>When the seconds of a run over several processes end, and what is in each. Time is in milliseconds since the load began; the run began 500 earlier.</summary>
public sealed class ShareTimelineTests
{
    private readonly List<IntervalFigures> _ended = [];
    private ShareBoard _board = new(shares: 2);

    [Fact]
    public void Second_has_what_happened_in_it_and_not_what_was_told_before()
    {
        var (aggregator, reporter) = (RecordFactory.Aggregator(0, "chat"), new ShareReporter());
        _board = new ShareBoard(shares: 1);
        for (var second = 1; second <= 3; second++)
        {
            if (second != 2)
                aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100 * second, 10, 11)));
            var snapshot = aggregator.Snapshot(RunPhase.Running, RecordFactory.At(300_000), client: null);
            _board.Take("a", reporter.Next(aggregator, snapshot, sinceStartMs: 1_000 * second + 12), nowMs: 1_000 * second + 15);
            Look(1_000 * second + 50);
        }

        Assert.Equal([(500.0, 1_500.0, 1L, 1L), (1_500, 2_500, 0, 0), (2_500, 3_500, 1, 1)], _ended.Select(one => (one.FromMs, one.ToMs, one.Ttft.N, one.Ok)));
        Assert.Equal(300, _ended[2].Ttft.P50!.Value, 1.0);
    }

    [Fact]
    public void Second_ends_when_all_have_told_of_it()
    {
        Tell("a", second: 1, nowMs: 1_010);
        Look(1_100);
        Assert.Empty(_ended);
        Tell("b", second: 1, nowMs: 1_400);
        Look(1_450);
        Assert.Equal([(16L, 6L, 16.0)], _ended.Select(one => (one.Sent, one.InFlight, one.RequestsPerS!.Value)));
    }

    // A report that took its time is of its own second all the same.
    [Fact]
    public void Reports_that_come_late_are_of_the_second_that_they_tell_of()
    {
        Tell("a", second: 1, nowMs: 1_010);
        Tell("a", second: 2, nowMs: 2_010);
        Tell("b", second: 1, nowMs: 2_700);
        Look(2_750);
        Tell("b", second: 2, nowMs: 2_800);
        Look(2_850);
        Assert.Equal([(500.0, 16L), (1_500.0, 16L)], _ended.Select(one => (one.FromMs, one.Sent)));
    }

    [Fact]
    public void Whoever_is_silent_is_waited_for_no_longer_than_three_seconds()
    {
        Tell("a", second: 1, nowMs: 1_010);
        Tell("b", second: 1, nowMs: 1_010);
        for (var second = 2; second <= 6; second++)
        {
            Tell("a", second, nowMs: 1_000 * second + 10);
            Look(1_000 * second + 50);
            Assert.Equal(second < 4 ? 1 : second, _ended.Count);
        }

        Assert.Equal([16L, 8, 8, 8, 8, 8], _ended.Select(one => one.Sent));
        // What it had to tell is not lost.
        Tell("b", second: 2, nowMs: 7_000, number: 2);
        Tell("b", second: 7, nowMs: 7_010, number: 7);
        Tell("a", second: 7, nowMs: 7_010);
        Look(7_050);
        Assert.Equal((8 * 7 * 2, 7), (_ended.Sum(one => one.Sent), _ended.Count));
    }

    // Two that never came up: the run has one share that is told, and a column for each of its seconds.
    [Fact]
    public void Whoever_was_never_heard_is_waited_for_no_longer_than_three_seconds()
    {
        for (var second = 1; second <= 4; second++)
            Tell("a", second, nowMs: 1_000 * second + 10);
        Look(3_990);
        Assert.Empty(_ended);
        Look(4_010);
        Assert.Single(_ended);
        Look(5_010);
        Assert.Equal(2, _ended.Count);
    }

    [Fact]
    public void Nobody_is_waited_for_that_has_finished()
    {
        Tell("a", second: 1, nowMs: 1_010);
        Tell("b", second: 1, nowMs: 1_010, phase: RunPhase.Finished);
        Tell("a", second: 2, nowMs: 2_010);
        Look(2_050);
        Assert.Equal([16L, 8], _ended.Select(one => one.Sent));
    }

    // Five seconds without a broker: what agents had to tell comes afterwards, of one after the other, each into its second.
    [Fact]
    public void While_nobody_is_heard_no_second_ends()
    {
        Both(second: 1, nowMs: 1_010);
        Look(1_050);
        Look(6_500);
        Assert.Single(_ended);
        for (var second = 2; second <= 6; second++)
            Tell("a", second, nowMs: 6_600);
        Look(6_650);
        Assert.Single(_ended);
        for (var second = 2; second <= 6; second++)
            Tell("b", second, nowMs: 6_700);
        Look(6_750);
        Assert.Equal([1_500.0, 2_500, 3_500, 4_500, 5_500, 6_500], _ended.Select(one => one.ToMs));
        Assert.All(_ended, one => Assert.Equal(16, one.Sent));
    }

    // Reports that are gone for good: nothing is said of seconds of which nothing is known.
    [Fact]
    public void Second_that_nobody_told_of_is_part_of_the_next()
    {
        Both(second: 1, nowMs: 1_010);
        Both(second: 4, nowMs: 4_010);
        Look(4_050);
        Assert.Equal([(500.0, 1_500.0, 16L), (1_500, 4_500, 48)], _ended.Select(one => (one.FromMs, one.ToMs, one.Sent)));
    }

    [Fact]
    public void Seconds_that_are_open_at_the_end_are_ended()
    {
        Tell("a", second: 1, nowMs: 1_010);
        Tell("a", second: 2, nowMs: 2_010);
        Tell("a", second: 3, nowMs: 2_300);
        foreach (var second in _board.EndSeconds(2_320, startMs: 500, isLast: true))
            _ended.AddRange(second);
        Assert.Equal([(500.0, 1_500.0), (1_500, 2_500), (2_500, 2_820)], _ended.Select(one => (one.FromMs, one.ToMs)));
    }

    [Theory]
    // Looked at 20 ms late, half a second late, and after three seconds of standing still.
    [InlineData(new[] { 1_020.0, 2_001, 3_019 }, new[] { 1L, 2, 3 })]
    [InlineData(new[] { 1_450.0, 2_010, 3_010 }, new[] { 1L, 2, 3 })]
    [InlineData(new[] { 1_010.0, 4_300, 5_010 }, new[] { 1L, 4, 5 })]
    // The last report of a run that ends between two seconds.
    [InlineData(new[] { 1_010.0, 2_010, 2_300 }, new[] { 1L, 2, 3 })]
    public void Report_knows_which_second_it_ends(double[] sinceStartMs, long[] seconds)
    {
        var (aggregator, reporter) = (RecordFactory.Aggregator(0, "chat"), new ShareReporter());
        Assert.Equal(seconds, sinceStartMs.Select(at => reporter.Next(aggregator, aggregator.Snapshot(RunPhase.Running, RecordFactory.At(0), client: null), at).Second));
    }

    private void Both(int second, double nowMs)
    {
        Tell("a", second, nowMs);
        Tell("b", second, nowMs);
    }

    // Eight more requests in each second.
    private void Tell(string process, int second, double nowMs, long? number = null, RunPhase phase = RunPhase.Running) => _board.Take(
        process,
        new ShareReport { Number = number ?? second, Second = second, Phase = phase, Groups = [new ShareGroup { Name = "chat", Sent = 8 * second, InFlight = 3, RequestsPerS = 8, OutputTokensPerS = 200 }] },
        nowMs);

    private void Look(double nowMs)
    {
        foreach (var second in _board.EndSeconds(nowMs, startMs: 500, isLast: false))
            _ended.AddRange(second);
    }
}
