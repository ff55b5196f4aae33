namespace VllmStream.Tests.EndToEnd.Load;

[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class ScheduleTests
{
    [Fact]
    public async Task Stages_are_kept_step_by_step()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(1, 1, 1) : null, ["--stages", "1s:20,1s:0,1s:40", "--arrival", "constant"]);
        var due = played.File.Requests.Select(request => request.ScheduledMs).Order().ToList();
        Assert.Equal(60, due.Count);
        // 20 in the first second, none in the second, 40 in the third.
        Assert.InRange(due[20] - due[0], 1999, 2001);
        Assert.InRange(due[19] - due[0], 949, 951);
        Assert.InRange(due[59] - due[20], 974, 976);
    }

    [Theory]
    [Trait("case", "LG03")]
    [InlineData("constant")]
    [InlineData("poisson")]
    public async Task Plan_of_two_hundred_a_second_is_kept(string arrival)
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Chat(5, 2, 2) : null, ["-r", "200", "--arrival", arrival, "-d", "5s", "--seed", "1"]);
        var requests = played.File.Requests;
        var tolerance = arrival == "constant" ? 10 : 4 * Math.Sqrt(1000);
        Expect.Within(1000, requests.Count, tolerance);
        Assert.Equal(requests.Count, played.Server.Posts.Count);
        Assert.Equal(requests.Count, played.File.Summary.Sent);
        Assert.Equal(0, played.File.Summary.Abandoned);
        // Drift is lag that grows: the last tenth may not be sent later than the first.
        var tenth = requests.Count / 10;
        var early = requests.Take(tenth).Select(r => r.WaitMs!.Value).Order().ElementAt(tenth / 2);
        var late = requests.TakeLast(tenth).Select(r => r.WaitMs!.Value).Order().ElementAt(tenth / 2);
        Assert.True(late < early + 10, $"median lag grew from {early:0.00} to {late:0.00} ms");
        Assert.True(late < 20, $"median lag is {late:0.00} ms");
        var span = requests[^1].ScheduledMs - requests[0].ScheduledMs;
        Expect.Within(5_000, span, 150);
        Assert.Contains("lag", played.Process.Stdout, StringComparison.Ordinal);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "LG03")]
    [Trait("transport", "any")]
    public async Task Rate_over_ten_thousand_requests_is_the_one_asked_for_to_half_a_percent()
    {
        using var played = await Play.RunAsync(
            r => r.IsPost ? Reply.Chat(1, 1, 1) : null, ["-r", "500", "-n", "10000", "--isl", "8", "--seed", "4"], timeoutSeconds: 60);
        var arrived = played.Server.Posts.Select(post => post.Arrived).Order().ToList();
        Assert.Equal(10_000, arrived.Count);
        var seconds = Monotonic.ToMs(arrived[^1] - arrived[0]) / 1000;
        Expect.Within(500, (arrived.Count - 1) / seconds, 2.5);
        Expect.Within(500, played.File.Summary.Line.GetProperty("totals").GetProperty("steady").GetProperty("sent_per_s").GetDouble(), 2.5);
        Assert.Equal((10_000, 0), (played.File.Summary.Sent, played.File.Summary.Abandoned));
    }

    [Fact]
    [Trait("case", "LG03")]
    public async Task Plan_is_the_same_for_the_same_seed_and_another_for_another()
    {
        var first = await PlanAsync("7");
        var again = await PlanAsync("7");
        var other = await PlanAsync("8");
        Assert.Equal(first.Count, again.Count);
        for (var i = 0; i < first.Count; i++)
            Expect.Within(first[i], again[i], 0.01);
        Assert.True(first.Count != other.Count || first.Zip(other).Any(p => Math.Abs(p.First - p.Second) > 1));
    }

    [Fact]
    [Trait("case", "LG03")]
    public async Task Constant_arrivals_are_evenly_spaced_at_the_server()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(5, 2, 2) : null, ["-r", "50", "--arrival", "constant", "-n", "100"]);
        var posts = played.Server.Posts;
        // Against the plan that fits best: the first arrival may itself be a late one.
        var offsets = posts.Select((p, i) => Monotonic.ToMs(p.Arrived - posts[0].Arrived) - 20 * i).ToList();
        var middle = offsets.Order().ElementAt(50);
        var off = offsets.Select(o => Math.Abs(o - middle)).Order().ElementAt(50);
        Expect.Time(0, off, 5);
        Expect.Time(middle, offsets[^1], 30);
    }

    [Fact]
    [Trait("case", "LG10")]
    public async Task Client_that_was_stopped_is_not_valid()
    {
        using var server = ScriptedServer.Start(Reply.Chat(5, 2, 2));
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-r", "50", "--arrival", "constant", "-d", "4s", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 20);
        process.Signal(VllmstreamProcess.SigStop);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        process.Signal(VllmstreamProcess.SigCont);
        var result = await process.WaitAsync();
        Expect.Exit(4, result);
        Assert.Contains("NOT VALID", result.Stdout, StringComparison.Ordinal);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.Contains("NOT VALID", file.Summary.Verdict.ToUpperInvariant().Replace('_', ' '), StringComparison.Ordinal);
        Assert.Equal(4, file.Summary.ExitCode);
    }

    private static async Task<List<double>> PlanAsync(string seed)
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(2, 1, 2) : null, ["-r", "50", "-d", "2s", "--seed", seed]);
        var start = played.File.Requests[0].ScheduledMs;
        return [.. played.File.Requests.Select(r => r.ScheduledMs - start)];
    }
}
