using System.Text;
using VllmStream.Profiling;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Sharing;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler;

public sealed class SharedRunTests
{
    private static readonly RunOptions Options = new() { Target = new TargetUrl("http", "h", 80, ""), Limits = new LimitOptions { Requests = 40, Duration = null }, Watch = new WatchOptions { ReadsMetrics = false, Gpu = GpuSource.Off } };

    [Fact]
    public async Task Reports_become_snapshots_lines_and_a_summary()
    {
        using var file = new MemoryStream();
        var snapshots = new List<RunSnapshot>();
        using (var run = new SharedRun(Options, SummaryFactory.Description(), RunClock.Start(), new RunSinks { OpenNdjson = () => file, OnSnapshot = snapshots.Add }, shares: 1))
        {
            run.Note("info", "agents", "before the load");
            run.Begin(Ticks.Now);
            var (aggregator, reporter) = (RecordFactory.Aggregator(0, "chat"), new ShareReporter());
            aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 11)));
            run.Take("share 1, agent a1", ShareBytes.Of(reporter.Next(aggregator, aggregator.Snapshot(RunPhase.Running, RecordFactory.At(1_000), client: null), sinceStartMs: 1_000)));
            run.Take("share 1, agent a1", "nonsense"u8);
            var summary = await run.EndAsync(
                told =>
                {
                    Assert.Equal(1, told["share 1, agent a1"].Latest!.Groups[0].Measured);
                    return [new ShareOfRun { Agent = new AgentFigures { Name = "a1", Share = 1, Why = "gone" }, Told = told["share 1, agent a1"] }];
                },
                new ShareEnding());
            Assert.Equal((Verdict.Failed, RunState.Failed), (summary.Judgement.Verdict, run.Status.State));
        }

        Assert.Equal((1L, RunPhase.Running), (snapshots[^1].Measured, snapshots[^1].Phase));
        using var copy = new MemoryStream(file.ToArray());
        NdjsonLine[] lines = [.. new NdjsonReader(copy).Read(static _ => true)];
        Assert.Equal("run_started note note interval phase phase summary".Split(' '), lines.Select(line => line.Type));
        Assert.Equal(["before the load", "a report of share 1, agent a1 was left out"], lines.OfType<NoteLine>().Select(note => note.Text.Split(':')[0]));
        Assert.Equal(1, lines.OfType<IntervalLine>().Single().Ttft.N);
        Assert.Equal("a1", lines.OfType<SummaryLine>().Single().Agents[0].Name);
        Assert.Contains("\"schema\":\"vllmstream/1\"", Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);

        // Cut, it says nothing of requests, which are elsewhere.
        var text = Encoding.UTF8.GetString(file.ToArray());
        using var cut = new MemoryStream(Encoding.UTF8.GetBytes(text[..text.IndexOf("{\"schema\":\"vllmstream/1\",\"type\":\"summary\"", StringComparison.Ordinal)]));
        Assert.StartsWith("is cut before its summary, and the requests of a run over 1 agents", Assert.Throws<NdjsonFormatException>(() => RunReport.Load(cut)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_that_began_before_it_was_picked_up_counts_from_its_start()
    {
        var clock = RunClock.At(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(2));
        Assert.InRange(clock.ElapsedMs, 119_000, 130_000);
        Assert.InRange(RunClock.At(null).ElapsedMs, 0, 10_000);
    }
}
