namespace VllmStream.Tests.EndToEnd.Transport;

[Trait("case", "TR19")]
public sealed class ReadinessTests
{
    [Fact]
    public async Task Server_that_is_down_is_refused_at_once_with_one_line()
    {
        using var folder = new TempFolder();
        var port = ScriptedServer.FreePort();
        var result = await Vllmstream.RunAsync(folder, ["run", $"http://127.0.0.1:{port}", "-c", "1", "-n", "1", "--ui", "none"]);
        Expect.Exit(3, result);
        Assert.True(result.Took.TotalSeconds < 5, result.ToString());
        var error = Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains($"127.0.0.1:{port}", error, StringComparison.Ordinal);
        Assert.Contains("refused", error, StringComparison.Ordinal);
        Assert.True(result.Stderr.Split('\n').Count(l => l.StartsWith("try: ", StringComparison.Ordinal)) <= 1);
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_down_without_a_probe_fails_the_load()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", $"http://127.0.0.1:{ScriptedServer.FreePort()}", "-c", "1", "-n", "3", .. Play.Quiet]);
        Assert.True(result.ExitCode is 5 or 3, result.ToString());
        if (File.Exists(folder.File("run.ndjson")))
        {
            Assert.All(RunFile.Read(folder.File("run.ndjson")).Requests, r => Expect.Outcome("connect_error", r));
            Assert.All(RunFile.Read(folder.File("run.ndjson")).Requests, r => Assert.Equal("refused", r.ErrorKind));
        }
    }

    [Fact]
    public async Task Wait_lets_the_server_come_up()
    {
        using var folder = new TempFolder();
        var port = ScriptedServer.FreePort();
        using var process = Vllmstream.Start(folder, ["run", $"http://127.0.0.1:{port}", "-c", "1", "-n", "2", "--warmup", "0", "--wait", "15s", "-o", "run.ndjson", "--ui", "none"]);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, process.StderrSoFar);
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, new ServerOptions { Port = port });
        var result = await process.WaitAsync();
        Expect.Exit(0, result);
        Assert.Contains("wait", result.Stderr, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, RunFile.Read(folder.File("run.ndjson")).Requests.Count(r => r.Outcome == "ok"));
    }

    [Fact]
    public async Task Wait_lets_a_loading_server_become_healthy()
    {
        using var server = ScriptedServer.Start(new Func<ScriptedRequest, Reply?>(Loading()));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "1", "-n", "1", "--warmup", "0", "--wait", "15s", "--ui", "none"]);
        Expect.Exit(0, result);
    }

    [Fact]
    public async Task Wait_that_runs_out_says_what_it_saw()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", $"http://127.0.0.1:{ScriptedServer.FreePort()}", "-c", "1", "-n", "1", "--wait", "1s", "--ui", "none"]);
        Expect.Exit(3, result);
        // A quarter of a second is kept for the last look, and who is refused knows at once.
        Assert.InRange(result.Took.TotalSeconds, 0.75, 6);
        Assert.Contains("refused", result.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Answer_that_does_not_decompress_is_one_line(string coding)
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : Reply.Json("this is not compressed").With("Content-Encoding", coding));
        using var folder = new TempFolder();
        var probe = await Vllmstream.RunAsync(folder, ["probe", server.Url]);
        Expect.Exit(3, probe);
        Assert.Contains(
            $"error: model unknown: the answer of {server.Url}/v1/models is marked as compressed (Content-Encoding) and cannot be decompressed\ntry: -m NAME\n", probe.Stderr, StringComparison.Ordinal);
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["probe", server.Url, "-m", "m"]));
    }

    [Fact]
    public async Task Version_that_does_not_decompress_is_none()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : r.Path == "/version" ? Reply.Json("no gzip").With("Content-Encoding", "gzip") : null);
        using var folder = new TempFolder();
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["probe", server.Url]));
    }

    [Fact]
    public async Task Wait_holds_for_a_server_that_hears_and_does_not_answer()
    {
        using var server = ScriptedServer.Start(_ => Reply.Nothing(Ending.Stall));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-n", "1", "--wait", "2s", "--ui", "none"]);
        Expect.Exit(3, result);
        Assert.InRange(result.Took.TotalSeconds, 1.9, 7);
        Assert.Matches($"error: {server.Url} not reachable: no answer from {server.Url}/v1/models within [12](\\.[0-9]+)? s\n", result.Stderr);
    }

    [Fact]
    public async Task Limit_of_connecting_holds_for_the_look_up_too()
    {
        using var deaf = new DeafListener();
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["probe", $"http://127.0.0.1:{deaf.Port}", "--timeout-connect", "700ms"]);
        Expect.Exit(3, result);
        Assert.Contains($"no connection to 127.0.0.1:{deaf.Port} within 0.7 s", result.Stderr, StringComparison.Ordinal);
        Assert.True(result.Took.TotalSeconds < 6, result.ToString());
    }

    [Fact]
    public async Task Look_up_is_sent_with_the_headers_of_the_load()
    {
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 3));
        using var folder = new TempFolder();
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["probe", server.Url, "-H", "User-Agent: my/1", "-H", "Accept: */*"]));
        Assert.Equal(3, server.Log.Count);
        Assert.All(server.Log, l => Assert.Equal(("my/1", "*/*"), (l.Request.Header("User-Agent"), l.Request.Header("Accept"))));
    }

    // Answers 503 to everything in its first second, as an engine does that still loads its weights.
    private static Func<ScriptedRequest, Reply?> Loading()
    {
        var start = Monotonic.Now;
        return r => Monotonic.ToMs(Monotonic.Now - start) < 1000 ? Reply.Json("{}", 503) : r.IsPost ? Reply.Chat(10, 5, 3) : null;
    }
}
