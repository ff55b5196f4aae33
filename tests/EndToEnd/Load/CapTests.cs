namespace VllmStream.Tests.EndToEnd.Load;

[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class CapTests
{
    [Fact]
    [Trait("case", "LG01")]
    public async Task Cap_does_not_hide_the_queue()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Chat(500, 0, 1) : null, ["-r", "10", "--arrival", "constant", "--max-concurrency", "1", "-n", "8"]);
        Assert.Equal(8, played.File.Requests.Count);
        Assert.All(played.File.Requests, r => Expect.Outcome("ok", r));
        Assert.Equal(1, played.Server.MaxInFlight);
        Expect.Time(507, played.File.Requests.Average(r => r.TtftMs!.Value), 40);
        Expect.Time(1932, played.File.Requests.Average(r => r.FirstTokenMs!.Value), 150);
        Expect.Time(3330, played.File.Requests.Max(r => r.FirstTokenMs!.Value), 200);
        var wait = played.File.Summary.Metric("wait_ms");
        Assert.Equal(8, wait.N);
        Expect.Time(1425, wait.Mean, 150);
        for (var i = 0; i < 8; i++)
            Expect.Within(100 * i, played.File.Requests[i].ScheduledMs - played.File.Requests[0].ScheduledMs, 1);
        Assert.Contains("from schedule", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("case", "LG05")]
    [InlineData(1, 10)]
    [InlineData(7, 60)]
    [InlineData(45, 200)]
    public async Task Closed_loop_holds_exactly_its_concurrency(int concurrency, int requests)
    {
        // The answers differ in length, so that the slots come free one by one.
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(100 + 17 * (r.Post % 7), 10, 3) : null, ["-c", $"{concurrency}", "-n", $"{requests}"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(concurrency, played.Server.MaxInFlight);
        Assert.Equal(requests, played.Server.Posts.Count);
        Assert.Equal(requests, played.File.Requests.Count);
        Assert.Equal(requests, played.File.Summary.Planned);
        Assert.True(played.Server.Connections <= concurrency, $"{played.Server.Connections} connections");
    }

    [Fact]
    [Trait("case", "LG05")]
    public async Task Cap_of_an_open_loop_is_never_exceeded()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(200, 10, 3) : null, ["-r", "60", "--max-concurrency", "5", "-n", "60", "--seed", "3"]);
        Assert.Equal(5, played.Server.MaxInFlight);
        Assert.Equal(60, played.Server.Posts.Count);
    }

    [Fact]
    [Trait("case", "LG05")]
    public async Task Requests_of_the_warm_up_are_marked_and_excluded()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(r.Post < 4 ? 300 : 30, 5, 3) : null);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "2", "-n", "10", "--warmup", "4", "--no-probe", "-m", "m", "-o", "run.ndjson", "--ui", "none"]);
        Expect.Exit(0, result);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.Equal(14, file.Requests.Count);
        Assert.Equal(4, file.Requests.Count(r => r.Phase == "warmup"));
        Assert.Equal(10, file.Summary.Sent);
        Assert.Equal(10, file.Summary.Metric("ttft_ms").N);
        Assert.True(file.Summary.Metric("ttft_ms").Max < 250);
    }
}
