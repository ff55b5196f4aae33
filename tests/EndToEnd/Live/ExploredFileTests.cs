using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.EndToEnd.Live;

[Trait("transport", "any")]
public sealed class ExploredFileTests
{
    [Fact]
    public async Task Run_that_is_over_is_seen_from_its_file_as_it_was_seen_live()
    {
        using var server = ScriptedServer.Start(r => !r.IsPost ? null
            : r.Post % 7 == 3 ? Reply.Json("""{"error":{"message":"busy"}}""", 503)
            : Reply.Chat(10, 2, 20));
        using var watched = new WatchedRun(server.Url, new LoadOptions { Concurrency = 3 }, new LimitOptions { Duration = null, Requests = 150 }, options => options with { Record = RecordDetail.Gaps });
        var summary = (await watched.StartAsync()).Summary;
        var live = watched.Snapshots[^1];

        var explored = RunReport.Explore(watched.Bytes);

        Assert.Equal(SummaryText.ToText(summary, SummaryTextOptions.Plain), SummaryText.ToText(explored.Summary, SummaryTextOptions.Plain));
        var later = explored.Snapshot;
        Assert.Equal(RunPhase.Finished, later.Phase);
        Assert.Equal(1, later.ProgressRatio);
        Assert.Equal((live.Sent, live.InFlight, live.Ok, live.Failed, live.Measured), (later.Sent, later.InFlight, later.Ok, later.Failed, later.Measured));
        Assert.Equal(live.Metrics.TtftMs, later.Metrics.TtftMs);
        Assert.Equal(live.Metrics.ItlMs, later.Metrics.ItlMs);
        Assert.Equal(live.History.Count, later.History.Count);
        Assert.Equal(live.Level, later.Level);
        Assert.Equal(150, later.EndedRequests.Count);
        Assert.Equal(live.EndedRequests.Select(Row), later.EndedRequests.Select(Row));
        Assert.Equal(live.FailedRequests.Select(Row), later.FailedRequests.Select(Row));
        Assert.NotEmpty(later.FailedRequests);
        var error = Assert.Single(later.Errors);
        var same = Assert.Single(live.Errors);
        Assert.Equal((same.Kind, same.Count, same.FirstMs, same.LastMs), (error.Kind, error.Count, error.FirstMs, error.LastMs));
        Assert.Contains("busy", error.Last.Tail, StringComparison.Ordinal);
    }

    private static string Row(EndedRequest ended) =>
        $"{ended.Id} {ended.Outcome} {ended.Metrics.Times.ScheduledUs} {ended.Metrics.Times.EndUs} {string.Join(',', ended.Gaps.PointsUs)} {ended.ErrorKind} {ended.ErrorText} {ended.TokenEvents}";
}
