using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Http2;

[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class FrameTimingTests
{
    private const int Gaps = 30;
    private const double GapMs = 100;

    [Fact]
    public async Task Paced_tokens_come_out_as_they_were_sent()
    {
        var sent = new List<double>();
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            var begun = Monotonic.Now;
            connection.Headers(stream);
            for (var i = 0; i <= Gaps; i++)
            {
                Monotonic.SleepUntil(begun + Monotonic.FromMs(200 + i * GapMs), CancellationToken.None);
                sent.Add(Monotonic.ToMs(Monotonic.Now - begun));
                connection.Body(stream, C("a"));
            }
            connection.Body(stream, Tail(Gaps + 1), end: true);
            connection.AwaitClose();
        });
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "--http2", "-c", "1", "-n", "1", "--record", "gaps", .. Play.Quiet]);
        Expect.Exit(0, result);
        var request = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Requests);
        Expect.Ok(request, tokens: Gaps + 1, tokenEvents: Gaps + 1);
        Expect.Near(sent[0], request.TtftMs);
        Assert.Equal(Gaps, request.GapsMs.Count);
        for (var i = 0; i < Gaps; i++)
            Expect.Time(sent[i + 1] - sent[i], request.GapsMs[i], 25);
        Expect.Time(GapMs, request.TpotMs, 2, Gaps);
        double?[] order = [0, request.ConnectedMs, request.SentMs, request.HeadersMs, request.FirstByteMs, request.FirstEventMs, request.FirstTokenMs, request.LastTokenMs, request.EndMs];
        Assert.DoesNotContain(null, order);
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task Streams_of_one_connection_have_times_of_their_own()
    {
        using var server = FramedServer.Start(connection =>
        {
            int[] streams = [connection.NextRequest(), connection.NextRequest()];
            var begun = Monotonic.Now;
            foreach (var stream in streams)
                connection.Headers(stream);
            // By turns: the second is always 50 ms behind the first.
            for (var i = 0; i < 20; i++)
            {
                Monotonic.SleepUntil(begun + Monotonic.FromMs(100 + i * 50), CancellationToken.None);
                connection.Body(streams[i % 2], C("a"));
            }
            foreach (var stream in streams)
                connection.Body(stream, Tail(10), end: true);
            connection.AwaitClose();
        });
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "--http2", "-c", "2", "-n", "2", .. Play.Quiet]);
        Expect.Exit(0, result);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.All(requests, r => Expect.Ok(r, tokens: 10, tokenEvents: 10));
        Assert.All(requests, r => Expect.Time(100, r.TpotMs, 3, gaps: 9));
        Assert.Equal(1, server.Connections);
        var ttfts = requests.Select(r => r.TtftMs!.Value).Order().ToArray();
        Expect.Time(50, ttfts[1] - ttfts[0], 25);
    }
}
