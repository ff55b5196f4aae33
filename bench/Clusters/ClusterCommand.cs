using System.Diagnostics;
using System.Globalization;
using VllmStream.Bench.Loads;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Embedding;
using VllmStream.Cluster.Link;
using VllmStream.Profiling;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Sharing;

namespace VllmStream.Bench.Clusters;

/// <summary>
/// What does a coordinator of many agents need? Stand-ins in one process, each with a connection of its own, tell once a second what a real agent
/// tells; this process leads the run as `run --nats` does, file included.
/// </summary>
internal static class ClusterCommand
{
    /// <summary>Runs it for each number of agents and prints its table.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        int[] numbers = [.. args.Where(static arg => !arg.StartsWith('-')).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))];
        const int Seconds = 20;
        var work = new StandInWork(Seconds);
        Console.WriteLine($"a report is {work.ReportBytes} bytes, a result {work.ResultBytes}; each agent ends {StandInWork.RequestsPerS} requests of 128 tokens a second, for {Seconds} s");
        Console.WriteLine($"{"agents",6} {"find",8} {"assign",8} {"start",8} | {"CPU of a core",13} {"us/report",9} {"memory",8} {"delay p50",9} {"p99",8} {"missed",6} | {"collect",8} {"merge",8} {"broker",8}");
        foreach (var number in numbers.Length > 0 ? numbers : [10, 100, 1_000])
            await MeasureAsync(number, Seconds);
        return 0;
    }

    private static async Task MeasureAsync(int number, int seconds)
    {
        await using var broker = await EmbeddedBroker.StartAsync(Environment.GetEnvironmentVariable("PATH"));
        using var agents = StartAgents(broker, number, seconds);
        await using var link = await NatsLink.ConnectAsync(broker.Settings, LinkRole.Coordinator);
        var observer = new DelayObserver();
        await using var run = new ClusterRun(link, new ClusterRunSettings { Version = "0.1.0", Wish = AgentWish.Of(number, null), FindTime = TimeSpan.FromSeconds(60) }, observer);
        var times = new List<double>();
        await TimedAsync(times, () => run.ChooseAsync());
        await TimedAsync(times, () => run.AssignAsync(new ClusterPlan { Args = ["run", "http://127.0.0.1:1"], Seed = 1 }));
        var options = new RunOptions { Target = new TargetUrl("http", "127.0.0.1", 1, ""), Watch = new WatchOptions { ReadsMetrics = false, Gpu = GpuSource.Off } };
        var file = Path.GetTempFileName();
        using var shared = observer.Shared = new SharedRun(options, RunDescriptions.Unasked(options) with { Run = run.Id }, RunClock.Start(), new RunSinks { OpenNdjson = () => File.Create(file), OnSnapshot = static _ => { } }, number);
        var startTicks = 0L;
        await TimedAsync(times, async () => startTicks = await run.GoAsync());
        shared.Begin(startTicks);
        using var process = Process.GetCurrentProcess();
        var (before, brokerBefore, clock) = (process.TotalProcessorTime, BrokerCpu(), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        process.Refresh();
        var (cpu, brokerCpu, elapsed, memory) = ((process.TotalProcessorTime - before).TotalSeconds, BrokerCpu() - brokerBefore, clock.Elapsed.TotalSeconds, process.WorkingSet64);
        IReadOnlyList<AgentState> states = [];
        await TimedAsync(times, async () => states = await run.CollectAsync());
        var merging = Stopwatch.StartNew();
        var summary = await shared.EndAsync(_ => [.. states.Select(state => new ShareOfRun { Agent = new AgentFigures { Name = state.Info.Name, Share = state.Share + 1 }, Result = ShareResult.Read(state.Result!.Value) })], new ShareEnding());
        var merged = merging.Elapsed.TotalMilliseconds;
        await run.ReleaseAsync();
        if (summary.Totals.Ok != (long)number * seconds * StandInWork.RequestsPerS)
            throw new BenchException($"{summary.Totals.Ok} requests in the result, and {(long)number * seconds * StandInWork.RequestsPerS} were delivered");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{number,6} {times[0],6:0} ms {times[1],5:0} ms {times[2],5:0} ms | {cpu / elapsed,13:P1} {cpu * 1e6 / Math.Max(1, observer.Reports),9:0} {memory / 1e6,5:0} MB {observer.DelayMs(0.5),6:0.0} ms {observer.DelayMs(0.99),5:0.0} ms {states.Sum(static state => state.MissedReports),6} | {times[3],5:0} ms {merged,5:0} ms {brokerCpu / elapsed,8:P1}"));
        foreach (var notice in observer.Notices.Take(3))
            Console.WriteLine($"       {notice}");
        agents.StandardInput.Close();
        await agents.WaitForExitAsync();
        File.Delete(file);
    }

    private static Process StartAgents(EmbeddedBroker broker, int number, int seconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? ["exec", typeof(ClusterCommand).Assembly.Location] : [];
        foreach (var argument in (string[])[.. own, StandInAgents.Command, broker.Settings.Shown, number.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in broker.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        return process.StandardOutput.ReadLine() == "ready" ? process : throw new BenchException("the process of the agents did not come up");
    }

    private static async Task TimedAsync(List<double> times, Func<Task> step)
    {
        var clock = Stopwatch.StartNew();
        await step();
        times.Add(clock.Elapsed.TotalMilliseconds);
    }

    private static double BrokerCpu() => Process.GetProcessesByName("nats-server").Sum(static server => server.TotalProcessorTime.TotalSeconds);
}
