using System.Diagnostics;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.EndToEnd.Live;

public sealed class LiveRequestTests
{
    [Theory]
    [InlineData(TransportKind.Epoll)]
    [InlineData(TransportKind.Portable)]
    public async Task Requests_in_flight_are_seen_whole_while_they_run(TransportKind transport)
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(20, 2, 40) : null);
        using var watched = new WatchedRun(server.Url, new LoadOptions { Concurrency = 16, Transport = transport }, new LimitOptions { Duration = TimeSpan.FromSeconds(2) });
        var running = watched.StartAsync();

        var tokens = new Dictionary<long, int>();
        var (looks, most, decoding) = (0, 0, 0);
        var rows = new List<LiveRequest>();
        while (!running.IsCompleted)
        {
            watched.Run.Live.Read(rows);
            looks++;
            most = Math.Max(most, rows.Count);
            Assert.Equal(rows.Count, rows.Select(row => row.Id).Distinct().Count());
            foreach (var row in rows)
            {
                Assert.True(row.TokenEvents >= tokens.GetValueOrDefault(row.Id), $"request {row.Id} had {tokens.GetValueOrDefault(row.Id)} tokens and now {row.TokenEvents}");
                tokens[row.Id] = row.TokenEvents;
                Expect(row);
                decoding += row.Phase == LivePhase.Decode ? 1 : 0;
            }
            if (rows.Count > 0 && watched.Run.Live.Timeline(rows[0].Id) is { } timeline)
                Expect(timeline);
        }

        await running;
        Assert.True(looks > 50, $"{looks} looks");
        Assert.Equal(16, most);
        // How often somebody looks before, between and after them is the machine's own; that they were seen at it is what counts.
        Assert.True(decoding > 50, $"{decoding} of {looks}");
        watched.Run.Live.Read(rows);
        Assert.Empty(rows);
    }

    [Fact]
    public async Task Request_in_flight_shows_its_timeline()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(50, 10, 20).At(3_000, CaseBytes.C("late ")) : null);
        using var watched = new WatchedRun(server.Url, new LoadOptions { Concurrency = 1 }, new LimitOptions { Requests = 1 });
        var running = watched.StartAsync();

        LiveTimeline? timeline = null;
        var patience = Stopwatch.StartNew();
        while (timeline?.Request.TokenEvents is not 20 && patience.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            timeline = watched.Run.Live.Timeline(0);
        }

        Assert.Equal(20, timeline!.Request.TokenEvents);
        Assert.Equal(64, timeline.Request.MaxTokens);
        Assert.False(timeline.Request.Reused);
        Assert.Equal($"{watched.Run.Id}-0", timeline.RequestId);
        Assert.Equal(200, timeline.HttpStatus);
        Assert.Contains("event-stream", timeline.ContentType, StringComparison.Ordinal);
        Assert.Equal(19, timeline.Gaps.Gaps);
        Assert.Equal(19, timeline.Gaps.PointsUs.Count);
        Assert.Equal(timeline.Request.MaxGapMs * 1_000, timeline.Gaps.MaxUs);
        Assert.Null(watched.Run.Live.Timeline(1));
        watched.Run.Control.Stop();
        await running;
    }

    private static void Expect(in LiveRequest row)
    {
        Assert.NotEqual(LivePhase.None, row.Phase);
        Assert.Equal("chat", row.Group);
        Assert.InRange(row.TokenEvents, 0, 40);
        Assert.Equal(row.TokenEvents > 0, row.TtftMs is not null);
        Assert.Equal(row.TokenEvents > 1, row.LastGapMs is not null);
        Assert.True(row.MaxGapMs is null || row.MaxGapMs >= row.LastGapMs);
    }

    private static void Expect(LiveTimeline timeline)
    {
        var times = timeline.Times;
        long[] marks = [times.StartedUs, times.SentUs, times.HeadersUs, times.FirstByteUs, times.FirstEventUs, times.FirstTokenUs, times.LastTokenUs];
        var happened = marks.Where(mark => mark != RequestTimes.Absent).ToArray();
        Assert.Equal(happened.Order(), happened);
        Assert.Equal(Math.Max(0, timeline.Request.TokenEvents - 1), timeline.Gaps.Gaps);
        if (timeline.Gaps.Gaps > 0)
            Assert.Equal((times.LastTokenUs - times.FirstTokenUs) / 1_000.0, timeline.Gaps.PointsUs.Sum() / 1_000.0, 1.0);
    }
}
