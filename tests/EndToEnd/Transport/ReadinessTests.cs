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
        Assert.InRange(result.Took.TotalSeconds, 0.9, 6);
        Assert.Contains("refused", result.Stderr, StringComparison.Ordinal);
    }

    // Answers 503 to everything in its first second, as an engine does that still loads its weights.
    private static Func<ScriptedRequest, Reply?> Loading()
    {
        var start = Monotonic.Now;
        return r => Monotonic.ToMs(Monotonic.Now - start) < 1000 ? Reply.Json("{}", 503) : r.IsPost ? Reply.Chat(10, 5, 3) : null;
    }
}
