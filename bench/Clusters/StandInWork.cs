using VllmStream.Bench.Metrics;
using VllmStream.Cluster.Agents;
using VllmStream.Profiling;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Bench.Clusters;

/// <summary>An agent's engine without its requests: tells once a second, truly, of twenty of 128 tokens each, and delivers a true result of them.</summary>
internal sealed class StandInWork : IAgentWork
{
    /// <summary>Requests that end in a second.</summary>
    public const int RequestsPerS = 20;

    private readonly ShareReport _report;
    private readonly ReadOnlyMemory<byte> _result;
    private readonly ReadOnlyMemory<byte> _facts;

    /// <summary>Makes report and result once: all agents have the same.</summary>
    public StandInWork(int seconds)
    {
        var records = new SampleRecords();
        var aggregator = new Aggregator(SampleRecords.RunStart, ["chat"], []);
        var reporter = new ShareReporter();
        Add(aggregator, records, RequestsPerS);
        _report = reporter.Next(aggregator, aggregator.Snapshot(RunPhase.Running, SampleRecords.RunStart + Ticks.FromSeconds(30), client: null), sinceStartMs: 1_000);
        Add(aggregator, records, RequestsPerS * (seconds - 1));
        var run = new RunDescription { Run = "0000", Tool = "stand-in", Target = "http://127.0.0.1:1", Mode = "stream", Load = new LoadDescription { Kind = "open", RatePerS = RequestsPerS } };
        var ending = new RunEnding { EndTicks = SampleRecords.RunStart + Ticks.FromSeconds(30), Sent = RequestsPerS * seconds, Planned = RequestsPerS * seconds };
        _result = new ShareResult(SummaryBuilder.Build(aggregator, run, ending, SampleRecords.RunStart), new RunStart(0, 0)).ToBytes(Redactor.None);
        _facts = new ShareFacts(run, []).ToBytes(Redactor.None);
        (ReportBytes, ResultBytes, Seconds) = (ShareBytes.Of(_report).Length, _result.Length, seconds);
    }

    /// <summary>Bytes of a report.</summary>
    public int ReportBytes { get; }

    /// <summary>Bytes of a result.</summary>
    public int ResultBytes { get; }

    private int Seconds { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TargetUrl> TargetsOf(AgentAssignment assignment) => [];

    /// <inheritdoc/>
    public Task<PreparedShare> PrepareAsync(AgentAssignment assignment, CancellationToken cancellation) => Task.FromResult(new PreparedShare(new Share(this, assignment.Share), _facts));

    private static void Add(Aggregator aggregator, SampleRecords records, int count)
    {
        aggregator.BeginMeasured(SampleRecords.RunStart);
        for (var i = 0; i < count; i++)
        {
            var record = records.Next();
            aggregator.Add(record);
            record.ReleaseGaps();
        }
    }

    private sealed class Share(StandInWork work, int number) : IPreparedWork
    {
        public async Task<AgentResult> RunAsync(long startTicks, Action<ReadOnlyMemory<byte>> onReport, AgentControl control)
        {
            // All tell of the same seconds, and look at their clocks every 20 ms, each when it does.
            var offset = Ticks.FromMs(number % 20);
            for (var second = 1; second <= work.Seconds && !control.DrainToken.IsCancellationRequested; second++)
            {
                var due = startTicks + offset + second * Ticks.PerSecond;
                await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, Ticks.ToSeconds(due - Ticks.Now))), control.DrainToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // careful: when it was made stands in it, on the clock that both processes share.
                onReport(ShareBytes.Of(work._report with { Number = second, Second = second, ElapsedMs = Ticks.ToMs(Ticks.Now), Phase = RunPhase.Running }));
            }

            return new AgentResult(work._result, RecordFile: null);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
