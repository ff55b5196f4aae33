using System.Text;
using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Sharing;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Sharing;

/// <summary>What several processes had in flight together, against one process with all of their requests.</summary>
public sealed class SharedInFlightTests
{
    private const int Requests = 600;
    private static readonly RunDescription Run = SummaryFactory.Description();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void In_flight_of_all_shares_is_that_of_one_process(int shares)
    {
        var whole = Totals(ResultOf(0, 1, startMs: 0).Summary);
        Assert.NotNull(whole.Growth);
        // Each process was prepared at another time before the start, by a wall clock of its own.
        var merged = ShareMerge.Of(Run, 0, [.. Enumerable.Range(0, shares).Select(share => Share(share, shares, startMs: share * 1_000, wallMinutes: share))], new ShareEnding());
        Assert.Equal(whole, Totals(merged));
    }

    [Fact]
    public void Shares_of_which_no_agreed_start_is_known_lie_on_their_wall_clocks()
    {
        var one = Totals(ShareMerge.Of(Run, null, [Share(0, 1, 0, 0)], new ShareEnding()));
        var apart = Totals(ShareMerge.Of(Run, null, [Share(0, 1, 0, 0), Share(0, 1, 0, wallMinutes: 1)], new ShareEnding()));
        Assert.Equal(one.Max, apart.Max);
    }

    [Fact]
    public void Nothing_is_said_where_one_of_them_does_not_say()
    {
        var silent = Share(1, 2, 0, 0);
        silent = silent with { Result = silent.Result! with { InFlight = null } };
        Assert.Equal((null, null, null), Totals(ShareMerge.Of(Run, 0, [Share(0, 2, 0, 0), silent], new ShareEnding())));
    }

    [Fact]
    public void Run_longer_than_its_slots_is_added_to_a_short_one()
    {
        var (longer, both) = (new InFlightTimeline(), new InFlightTimeline());
        longer.Add(0, 1_000_000_000);
        both.Add(0, 50_000_000);
        both.Add(longer.Changes(), 2_000_000);
        Assert.Equal((2, 2), (both.Read(10_000_000, 40_000_000).P50, both.Read(10_000_000, 40_000_000).Max));
        Assert.Equal((1, 1), (both.Read(60_000_000, 1_000_000_000).P50, both.Read(60_000_000, 1_000_000_000).Max));
    }

    [Theory]
    [InlineData("""{"width_us":0,"changes":[1,-1]}""")]
    [InlineData("""{"width_us":-10000,"changes":[1,-1]}""")]
    [InlineData("""{"width_us":9223372036854775807,"changes":[1,-1]}""")]
    [InlineData("""{"width_us":10000}""")]
    public void Changes_that_no_run_has_are_refused(string changes)
    {
        var bytes = ResultOf(0, 1, 0).ToBytes(Redactor.None);
        var rest = bytes[Array.IndexOf(bytes, (byte)'\n')..];
        Assert.StartsWith("the result is damaged: ", Assert.Throws<FormatException>(() => ShareResult.Read((byte[])[.. Encoding.UTF8.GetBytes($$"""{"in_flight":{{changes}}}"""), .. rest])).Message, StringComparison.Ordinal);
    }

    private static (int? P50, int? Max, double? Growth) Totals(RunSummary summary) => (summary.Totals.InFlightP50, summary.Totals.InFlightMax, summary.Totals.InFlightGrowthPerS);

    private static ShareOfRun Share(int share, int shares, double startMs, int wallMinutes) => new()
    {
        Agent = new AgentFigures { Name = $"a{share + 1}", Share = share + 1 },
        Result = ShareResult.Read(ResultOf(share, shares, startMs, wallMinutes).ToBytes(Redactor.None)),
    };

    // Every so-many-th of requests that come every 20 ms and take longer and longer, on the clock of a process whose load began at a time of its own.
    private static ShareResult ResultOf(int share, int shares, double startMs, int wallMinutes = 0)
    {
        var aggregator = RecordFactory.Aggregator(startMs, "chat");
        aggregator.EndSending(RecordFactory.At(startMs + Requests * 20));
        for (var k = share; k < Requests; k += shares)
            aggregator.Add(RecordFactory.Streamed(startMs + k * 20, RecordFactory.Every(100 + k, 10, 11), id: k));
        var summary = SummaryBuilder.Build(aggregator, Run with { StartedAt = Run.StartedAt.AddMinutes(wallMinutes) }, SummaryFactory.Ending(aggregator, 60_000), RecordFactory.RunStart);
        return new ShareResult(summary, new RunStart(startMs, 0.2)) { InFlight = aggregator.InFlight.Changes() };
    }
}
