using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Findings;

/// <summary>Whether queue_grows is said of servers whose capacity is known: so many places, each of which takes a second for an answer.</summary>
public sealed class QueueGrowthTests
{
    private const int AnswerMs = 1_000;
    private static readonly double[] Tokens = [.. Enumerable.Range(1, 10).Select(token => token * AnswerMs / 10.0)];

    [Theory]
    [InlineData(1, 0.5, 64)]
    [InlineData(8, 0.5, 64)]
    [InlineData(64, 0.5, 400)]
    [InlineData(8, 0.7, 200)]
    [InlineData(8, 0.8, 1_000)]
    public void Random_arrivals_within_the_capacity_are_told_of_in_no_more_than_one_run_of_fifty(int places, double load, int requests) =>
        Assert.InRange(ToldOf(places, load, requests, ArrivalKind.Poisson), 0, 2);

    [Theory]
    [InlineData(1, 2, 200, ArrivalKind.Poisson)]
    [InlineData(8, 2, 200, ArrivalKind.Poisson)]
    [InlineData(8, 1.5, 1_000, ArrivalKind.Poisson)]
    [InlineData(64, 1.5, 1_000, ArrivalKind.Poisson)]
    [InlineData(64, 2, 1_000, ArrivalKind.Poisson)]
    [InlineData(8, 1.2, 1_000, ArrivalKind.Constant)]
    public void Load_beyond_the_capacity_is_told_of_in_almost_every_run(int places, double load, int requests, ArrivalKind arrival) =>
        Assert.InRange(ToldOf(places, load, requests, arrival), 98, 100);

    [Fact]
    public void Load_that_found_a_server_full_of_its_warm_up_is_told_of_as_well() =>
        Assert.InRange(ToldOf(8, 2, 200, ArrivalKind.Poisson, warmup: 24), 98, 100);

    [Fact]
    public void Burst_at_the_end_is_no_queue_that_grows()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.EndSending(RecordFactory.At(8_100));
        for (var request = 0; request < 100; request++)
            aggregator.Add(RecordFactory.Streamed(request < 80 ? request * 100 : 8_000 + request, Tokens));
        Assert.Null(Judge(aggregator, endMs: 10_000));
    }

    // Of 100 runs, each with a seed of its own.
    private static int ToldOf(int places, double load, int requests, ArrivalKind arrival, int warmup = 0) =>
        Enumerable.Range(1, 100).Count(seed => IsTold(places, load, requests, arrival, warmup, seed));

    private static bool IsTold(int places, double load, int requests, ArrivalKind arrival, int warmup, int seed)
    {
        var ratePerSecond = load * places * 1_000 / AnswerMs;
        var schedule = new ArrivalSchedule(new LoadOptions { Kind = LoadKind.Open, RatePerSecond = ratePerSecond, Arrival = arrival }, seed, warmup + requests);
        var due = Enumerable.Range(0, warmup + requests).Select(request => schedule.DueSeconds(request) * 1_000).ToArray();
        var aggregator = RecordFactory.Aggregator(due[warmup]);
        aggregator.EndSending(RecordFactory.At(due[^1]));
        var free = new PriorityQueue<double, double>(Enumerable.Range(0, places).Select(_ => (0.0, 0.0)));
        var endMs = 0.0;
        for (var request = 0; request < due.Length; request++)
        {
            var waitedMs = Math.Max(0, free.Dequeue() - due[request]);
            endMs = Math.Max(endMs, due[request] + waitedMs + AnswerMs);
            free.Enqueue(due[request] + waitedMs + AnswerMs, due[request] + waitedMs + AnswerMs);
            aggregator.Add(RecordFactory.Streamed(due[request], [.. Tokens.Select(token => waitedMs + token)], warmup: request < warmup));
        }
        return Judge(aggregator, endMs) is not null;
    }

    private static Finding? Judge(Aggregator aggregator, double endMs)
    {
        var run = SummaryFactory.Description() with { Load = new LoadDescription { Kind = "open", RatePerS = 10, Seed = 1 } };
        var ending = new RunEnding { EndTicks = RecordFactory.At(endMs), Sent = aggregator.All.Requests };
        return FindingTable.Find("queue_grows")!.Judge(SummaryBuilder.Build(aggregator, run, ending, RecordFactory.RunStart));
    }
}
