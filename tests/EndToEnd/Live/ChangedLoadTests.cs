using System.Diagnostics;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.EndToEnd.Live;

[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class ChangedLoadTests
{
    [Theory]
    [InlineData(LoadKind.Closed)]
    [InlineData(LoadKind.Users)]
    public async Task Step_of_a_closed_loop_is_a_tenth_more_or_less_in_flight(LoadKind kind)
    {
        using var server = ScriptedServer.Start(Reply.Chat(40, 2, 5));
        using var watched = new WatchedRun(server.Url, new LoadOptions { Kind = kind, Concurrency = 20 }, new LimitOptions { Duration = TimeSpan.FromSeconds(3) });
        Assert.Equal("the load has not begun", watched.Run.Control.Step(1));
        var running = watched.StartAsync();
        await UntilAsync(() => server.Posts.Count > 60);
        Assert.Equal(20, server.MaxInFlight);

        Assert.Null(watched.Run.Control.Step(+1));
        Assert.Null(watched.Run.Control.Step(+1));
        await UntilAsync(() => server.MaxInFlight > 20);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(24, server.MaxInFlight);

        for (var i = 0; i < 11; i++)
            Assert.Null(watched.Run.Control.Step(-1));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var most = 0;
        for (var look = Stopwatch.StartNew(); look.Elapsed < TimeSpan.FromSeconds(0.3);)
            most = Math.Max(most, server.InFlight);
        Assert.Equal(2, most);
        Assert.Null(watched.Run.Control.Step(-1));
        Assert.NotNull(watched.Run.Control.Step(-1));

        var summary = (await running).Summary;
        Assert.Equal(0, summary.Judgement.ExitCode);
        Assert.Equal([22.0, 24], watched.File.OfType("level").Take(2).Select(line => line.GetProperty("level").GetDouble()));
        Assert.Equal([20.0, 22, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 1], summary.Levels.Select(level => level.Level));
        Assert.Equal(summary.Finished, summary.Levels.Sum(level => level.Requests));
        Assert.Equal(summary.Levels.Skip(1).Select(level => level.FromMs), summary.Levels.SkipLast(1).Select(level => level.ToMs));
        Assert.NotNull(summary.Levels[0].TtftP50Ms);
        Assert.Contains($"levels   20 {(kind == LoadKind.Users ? "users" : "in flight")} for", SummaryText.ToText(summary, SummaryTextOptions.Plain), StringComparison.Ordinal);
        ExpectSameFromFile(summary, watched);
    }

    [Fact]
    public async Task Step_of_an_open_loop_is_a_tenth_more_or_less_per_second_and_keeps_what_is_sent()
    {
        using var server = ScriptedServer.Start(Reply.Chat(5, 1, 3));
        var load = new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 40, Arrival = ArrivalKind.Constant };
        using var watched = new WatchedRun(server.Url, load, new LimitOptions { Duration = TimeSpan.FromSeconds(4) });
        var running = watched.StartAsync();
        await UntilAsync(() => server.Posts.Count >= 40);
        for (var i = 0; i < 5; i++)
            Assert.Null(watched.Run.Control.Step(+1));
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        for (var i = 0; i < 14; i++)
            Assert.Null(watched.Run.Control.Step(-1));
        Assert.NotNull(watched.Run.Control.Step(-1) ?? watched.Run.Control.Step(-1));

        var summary = (await running).Summary;
        var levels = summary.Levels;
        Assert.Equal(40 * 1.5, levels.Max(level => level.Level), 6);
        Assert.Equal(4, levels[^1].Level, 6);
        foreach (var level in levels.Where(level => level.ToMs - level.FromMs > 500))
            Assert.Equal(level.Level, level.Requests * 1_000 / (level.ToMs - level.FromMs), 2.5);
        // Every place in the plan was taken, and each at the time that the rates say.
        var rows = watched.File.Requests;
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => (long)i), rows.Select(row => row.Id));
        Assert.Equal(rows.Select(row => row.ScheduledMs).Order(), rows.Select(row => row.ScheduledMs));
        ExpectSameFromFile(summary, watched);
    }

    [Fact]
    public async Task Load_of_stages_is_not_changed()
    {
        using var server = ScriptedServer.Start(Reply.Chat(5, 1, 3));
        LoadStage[] stages = [new(TimeSpan.FromSeconds(1), 2, IsRamp: false)];
        using var watched = new WatchedRun(server.Url, new LoadOptions { Concurrency = 2, Stages = stages }, new LimitOptions { Duration = TimeSpan.FromSeconds(1) });
        var running = watched.StartAsync();
        await UntilAsync(() => server.Posts.Count > 2);

        Assert.Contains("stages", watched.Run.Control.Step(1), StringComparison.Ordinal);
        Assert.Contains("stages", watched.Run.Control.NewWindow(), StringComparison.Ordinal);
        Assert.Empty((await running).Summary.Levels);
        Assert.Empty(watched.File.OfType("level"));
        Assert.NotNull(watched.Run.Control.Step(1));
    }

    [Theory]
    [InlineData(LoadKind.Closed)]
    [InlineData(LoadKind.Open)]
    public async Task New_window_sets_aside_what_was_measured(LoadKind kind)
    {
        // The old window is slow, so that a single one of its requests would be seen.
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(r.Post < 30 ? 300 : 20, 2, 5) : null);
        using var watched = new WatchedRun(
            server.Url, new LoadOptions { Kind = kind, Concurrency = 5, RatePerSecond = 25, Arrival = ArrivalKind.Constant }, new LimitOptions { Duration = TimeSpan.FromSeconds(4) });
        Assert.NotNull(watched.Run.Control.NewWindow());
        var running = watched.StartAsync();
        await UntilAsync(() => server.Posts.Count > 33);
        var before = watched.Run.Status.MeasuredMs;

        Assert.Null(watched.Run.Control.NewWindow());

        Assert.True(watched.Run.Status.MeasuredMs < before);
        var summary = (await running).Summary;
        var rows = watched.File.Requests;
        var line = Assert.Single(watched.File.OfType("window"));
        var atMs = line.GetProperty("at_ms").GetDouble();
        Assert.Equal(2, line.GetProperty("window").GetInt32());
        Assert.Equal(2, summary.Window);
        Assert.Equal(atMs, summary.WindowFromMs);
        var mine = watched.File.OfType("request").Where(row => row.GetProperty("window").GetInt32() == 2).ToArray();
        Assert.All(mine, row => Assert.True(row.GetProperty("scheduled_ms").GetDouble() >= atMs));
        Assert.All(watched.File.OfType("request").Where(row => row.GetProperty("window").GetInt32() == 1), row => Assert.True(row.GetProperty("scheduled_ms").GetDouble() < atMs));
        Assert.Equal(mine.Length, summary.Finished);
        Assert.Equal(mine.Length, summary.Sent);
        Assert.True(rows.Count - mine.Length >= 30, $"{mine.Length} of {rows.Count}");
        Assert.InRange(summary.Metrics.TtftMs.Max!.Value, 15, 250);
        Assert.Equal(4_000, summary.Totals.Steady!.DurationMs, 50.0);
        Assert.Contains("window 2, began at", SummaryText.ToText(summary, SummaryTextOptions.Plain), StringComparison.Ordinal);
        Assert.Equal(2, watched.Snapshots[^1].Window);
        ExpectSameFromFile(summary, watched);
    }

    [Fact]
    public async Task New_window_of_so_many_requests_measures_as_many_again()
    {
        using var server = ScriptedServer.Start(Reply.Chat(20, 2, 5));
        using var watched = new WatchedRun(server.Url, new LoadOptions { Concurrency = 4 }, new LimitOptions { Duration = null, Requests = 60, WarmupRequests = 8 });
        var running = watched.StartAsync();
        await UntilAsync(() => server.Posts.Count > 30);
        Assert.Null(watched.Run.Control.NewWindow());

        var summary = (await running).Summary;
        Assert.Equal(60, summary.Finished);
        Assert.True(server.Posts.Count > 85, $"{server.Posts.Count}");
        Assert.Null(summary.Totals.WarmupMs);
        Assert.Equal(1, watched.Run.Status.ProgressRatio);
        ExpectSameFromFile(summary, watched);
    }

    // From its last line, and from the lines before when that is missing.
    private static void ExpectSameFromFile(RunSummary summary, WatchedRun watched)
    {
        var plain = SummaryTextOptions.Plain;
        Assert.Equal(SummaryText.ToText(summary, plain), SummaryText.ToText(RunReport.Load(watched.Bytes), plain));

        var text = System.Text.Encoding.UTF8.GetString(watched.Bytes.ToArray());
        var cut = text[..(text.LastIndexOf('\n', text.Length - 2) + 1)];
        var rebuilt = RunReport.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(cut)));
        Assert.Equal(summary.Finished, rebuilt.Finished);
        Assert.Equal(summary.Window, rebuilt.Window);
        Assert.Equal(summary.WindowFromMs, rebuilt.WindowFromMs);
        Assert.Equal(summary.Metrics.TtftMs, rebuilt.Metrics.TtftMs);
        Assert.Equal(summary.Metrics.ItlMs, rebuilt.Metrics.ItlMs);
        Assert.Equal(summary.Totals.Steady, rebuilt.Totals.Steady);
        Assert.Equal(summary.Totals.Whole, rebuilt.Totals.Whole);
        Assert.Equal(summary.Levels, rebuilt.Levels);
        Assert.Equal(summary.Totals.WarmupMs, rebuilt.Totals.WarmupMs);
        Assert.Equal(summary.Totals.WholeTtftMs, rebuilt.Totals.WholeTtftMs);
        Assert.Equal(summary.Totals.WarmupRequests, rebuilt.Totals.WarmupRequests);
        Assert.DoesNotContain(rebuilt.Findings, finding => finding.Code == "cut_itl");
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(15);)
        {
            if (isSo())
                return;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("not so after 15 s");
    }
}
