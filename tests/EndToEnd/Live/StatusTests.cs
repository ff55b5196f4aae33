using System.Diagnostics;
using VllmStream.Profiling;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Traces;
using VllmStream.Profiling.Server;

namespace VllmStream.Tests.EndToEnd.Live;

[Trait("transport", "any")]
public sealed class StatusTests
{
    [Fact]
    public async Task Status_of_a_server_that_is_not_there_says_what_was_tried_and_retries_when_told()
    {
        var port = ScriptedServer.FreePort();
        using var watched = new WatchedRun($"http://127.0.0.1:{port}", new LoadOptions { Concurrency = 1 }, new LimitOptions { Requests = 2, Wait = TimeSpan.FromSeconds(30) });
        Assert.Equal(RunState.Connecting, watched.Run.Status.State);
        var running = watched.StartAsync();
        // Four pauses have gone by, and the next one is long.
        var status = await UntilAsync(watched, now => now.Reach is { Attempt: 5, NextAttemptTicks: not 0 });

        Assert.Equal(RunState.Connecting, status.State);
        Assert.InRange(status.NextAttemptInMs!.Value, 2_000, 4_000);
        Assert.InRange(status.GivesUpInMs!.Value, 20_000, 28_000);
        Assert.Equal(11, status.Reach!.MostAttempts);
        Assert.Contains("refused", status.Reach.Failure, StringComparison.Ordinal);
        Assert.Equal(
            [("literal address", 5), ("none (loopback)", 5), ("refused", 5), (null, 0), (null, 0)],
            status.Reach.Steps.Select(step => (step.Result, step.Times)));
        Assert.Null(status.ProgressRatio);

        using var server = ScriptedServer.Start(Reply.Chat(5, 1, 3), new ServerOptions { Port = port });
        var told = Stopwatch.StartNew();
        watched.Run.Control.RetryNow();
        var result = await running;

        Assert.InRange(told.Elapsed.TotalSeconds, 0, 2);
        status = watched.Run.Status;
        Assert.Equal(RunState.Finished, status.State);
        // A busy machine may have made the run NOT VALID: the status says what the run does.
        Assert.Equal(result.Summary.Judgement.ExitCode, status.ExitCode);
        Assert.True(status.ExitCode is 0 or 4, $"{status.ExitCode}");
        Assert.Same(result.Summary, status.Summary);
        Assert.Equal("200 OK", status.Reach!.Steps[(int)ReachStepKind.Models].Result);
        Assert.Null(status.Reach.Failure);
    }

    [Fact]
    public async Task Status_of_a_server_that_never_came_is_a_failure()
    {
        using var watched = new WatchedRun($"http://127.0.0.1:{ScriptedServer.FreePort()}", new LoadOptions(), new LimitOptions { Wait = TimeSpan.FromSeconds(1) });
        await watched.StartAsync();

        Assert.Equal(RunState.Failed, watched.Run.Status.State);
        Assert.Equal(3, watched.Run.Status.ExitCode);
        Assert.NotNull(watched.Run.Status.Failure);
        var reach = watched.Run.Status.Reach!;
        Assert.InRange(reach.Attempt, 2, 4);
        Assert.Equal(reach.Attempt, reach.MostAttempts);
        Assert.Equal(0, reach.NextAttemptTicks);
    }

    [Fact]
    public async Task Status_goes_through_probe_warm_up_running_and_draining()
    {
        using var server = ScriptedServer.Start(Reply.Chat(150, 5, 60));
        using var watched = new WatchedRun(
            server.Url, new LoadOptions { Concurrency = 2 }, new LimitOptions { Duration = TimeSpan.FromSeconds(1), WarmupRequests = 4 }, options => options with { Probe = true });
        var running = watched.StartAsync();
        var seen = new List<RunStatus>();
        while (!running.IsCompleted)
        {
            seen.Add(watched.Run.Status);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await running;
        seen.Add(watched.Run.Status);
        Assert.Equal(
            [RunState.Connecting, RunState.Probe, RunState.Warmup, RunState.Running, RunState.Draining, RunState.Finished],
            seen.Select(status => status.State).Distinct());
        Assert.Contains(seen, status => status.State == RunState.Probe && status.ProbeFirstTokenMs is > 100 and < 1_000);
        Assert.All(seen.Where(status => status.State == RunState.Warmup), status => Assert.Equal(4, status.WarmupRequests));
        Assert.Contains(seen, status => status.State == RunState.Warmup && status.WarmupSent is 4);
        Assert.All(seen.Where(status => status.State == RunState.Running), status => Assert.Equal(1_000, status.PlannedMs));
        Assert.Contains(seen, status => status.State == RunState.Draining && status.InFlight > 0 && status.CutInMs is > 25_000);
    }

    [Fact]
    public async Task Status_of_a_run_that_is_stopped_says_so()
    {
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 10));
        using var watched = new WatchedRun(server.Url, new LoadOptions { Concurrency = 2 }, new LimitOptions { Duration = TimeSpan.FromSeconds(60) });
        var running = watched.StartAsync();
        await UntilAsync(watched, status => status.ProgressRatio > 0.005);
        watched.Run.Control.Drain(130);
        await running;

        Assert.Equal(RunState.Stopped, watched.Run.Status.State);
        Assert.Equal(130, watched.Run.Status.ExitCode);
        Assert.InRange(watched.Run.Status.ProgressRatio!.Value, 0.005, 0.2);
    }

    [Theory]
    [InlineData("closed, time")]
    [InlineData("closed, requests")]
    [InlineData("closed, stages")]
    [InlineData("users")]
    [InlineData("open, time")]
    [InlineData("open, requests")]
    [InlineData("open, stages")]
    [InlineData("trace")]
    public async Task Progress_is_known_whatever_the_load(string kind)
    {
        var (load, limits) = LoadOf(kind);
        using var server = ScriptedServer.Start(Reply.Chat(10, 2, 5));
        using var watched = new WatchedRun(server.Url, load, limits);
        await watched.StartAsync();

        var ratios = watched.Snapshots.Select(snapshot => snapshot.ProgressRatio).OfType<double>().ToArray();
        Assert.Equal(ratios.Order(), ratios);
        Assert.Contains(ratios, ratio => ratio is > 0.05 and < 0.95);
        Assert.Equal(1, ratios[^1]);
    }

    private static (LoadOptions Load, LimitOptions Limits) LoadOf(string kind)
    {
        // Snapshots are 250 ms apart, and a machine that is busy with other things may miss a second of them.
        var time = new LimitOptions { Duration = TimeSpan.FromSeconds(2.5) };
        LoadStage[] stages = [new(TimeSpan.FromSeconds(1.5), 4, IsRamp: false), new(TimeSpan.FromSeconds(1), 20, IsRamp: true)];
        TraceEntry[] entries = [.. Enumerable.Range(0, 50).Select(i => new TraceEntry(i * 0.05, 8, 5, []))];
        return kind switch
        {
            "closed, time" => (new LoadOptions { Concurrency = 2 }, time),
            "closed, requests" => (new LoadOptions { Concurrency = 1 }, new LimitOptions { Duration = null, Requests = 120 }),
            "closed, stages" => (new LoadOptions { Concurrency = 20, Stages = stages }, time),
            "users" => (new LoadOptions { Kind = LoadKind.Users, Concurrency = 3 }, time),
            "open, time" => (new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 30 }, time),
            "open, requests" => (new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 30 }, new LimitOptions { Duration = null, Requests = 75 }),
            "open, stages" => (new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 8, Stages = stages }, time),
            _ => (new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 20, Trace = new VllmStream.Profiling.Options.Traces.Trace("trace.jsonl", entries) }, new LimitOptions { Duration = null, Requests = entries.Length }),
        };
    }

    private static async Task<RunStatus> UntilAsync(WatchedRun watched, Func<RunStatus, bool> isSo)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(20);)
        {
            if (watched.Run.Status is var status && isSo(status))
                return status;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{watched.Run.Status}");
    }
}
