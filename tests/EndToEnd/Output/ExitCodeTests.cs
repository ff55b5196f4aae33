using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Output;

/// <remarks>On the scripted server where it is asked how many requests have come.</remarks>
[Trait("case", "exit")]
[Trait("transport", "any")]
public sealed class ExitCodeTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private static readonly string[] Good = [Chat(60, 10, 5)];

    private static Reply? Bad(ScriptedRequest request) => request.IsPost ? Reply.Json("{}", 500) : null;

    [Fact]
    public async Task Valid_run_is_0()
    {
        using var played = await simulator.RunAsync(Good, ["-c", "2", "-n", "6", "--check", "ttft.p50 < 5s", "--check", "error_rate < 1%"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(0, played.File.Summary.ExitCode);
        Assert.StartsWith("VALID", played.File.Summary.Verdict.ToUpperInvariant(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_check_is_99_and_named()
    {
        using var played = await simulator.RunAsync(Good, ["-c", "2", "-n", "6", "--check", "ttft.p50 < 1ms", "--check", "error_rate < 50%"]);
        Expect.Exit(99, played.Process);
        Assert.Equal(99, played.File.Summary.ExitCode);
        Assert.Matches("FAIL +ttft.p50 < 1ms", played.Process.Stdout);
        Assert.Matches("pass +error_rate < 50%", played.Process.Stdout);
        Assert.Contains("exit 99", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_success_is_5_and_goes_before_a_failed_check()
    {
        using var played = await simulator.RunAsync([JsonBody("{}", 500)], ["-c", "2", "-n", "6", "--check", "error_rate < 1%"]);
        Expect.Exit(5, played.Process);
        Assert.Equal(5, played.File.Summary.ExitCode);
        Assert.StartsWith("FAILED", played.File.Summary.Verdict.ToUpperInvariant(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_goes_before_no_success()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Json("{}", 500).HeadAt(400) : null);
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-c", "1", "-d", "30s", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 3);
        process.Signal(VllmstreamProcess.SigInt);
        Expect.Exit(130, await process.WaitAsync(10));
    }

    [Fact]
    public async Task Failed_probe_is_3_and_no_load_is_sent()
    {
        using var server = ScriptedServer.Start(Bad);
        using var folder = new TempFolder();
        Expect.Exit(3, await Vllmstream.RunAsync(folder, ["run", server.Url, "-n", "50", "--ui", "none"]));
        Assert.InRange(server.Posts.Count, 1, 4);
    }

    [Fact]
    public async Task Nothing_measured_after_the_warm_up_is_4()
    {
        // One request a second, of which the warm-up takes the only ones that are due.
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", simulator.Server.Url, "-r", "0.2", "--arrival", "constant", "--warmup", "1", "-d", "300ms", "--no-probe", "-m", "m", "-o", "run.ndjson", "--ui", "none"]);
        Assert.True(result.ExitCode is 4 or 0, result.ToString());
        var measured = RunFile.Read(folder.File("run.ndjson")).Requests.Count(r => r.Phase != "warmup");
        Assert.Equal(measured == 0 ? 4 : 0, result.ExitCode);
    }

    [Theory]
    [InlineData("--rate 8 and --concurrency 32", "--rate", "8", "--concurrency", "32")]
    [InlineData("--duration 30", "--duration", "30")]
    [InlineData("--max-concurrency", "--max-concurency", "3")]
    [InlineData("-q", "-q")]
    [InlineData("-u", "-u", "x")]
    [InlineData("-s", "-s", "3")]
    [InlineData("--concurrency", "--concurrency", "0")]
    [InlineData("--concurrency", "--concurrency", "-4")]
    [InlineData("--rate", "--rate", "zero")]
    [InlineData("--timeout-idle", "--timeout-idle", "30")]
    [InlineData("--check", "--check", "ttft.p99 << 5")]
    [InlineData("--slo", "--slo", "ttft<fast")]
    [InlineData("--extra-body", "--extra-body", "{not json")]
    [InlineData("--endpoint", "--endpoint", "chats")]
    [InlineData("--api-key-file", "--api-key-file", "nowhere.txt")]
    public async Task Bad_option_is_2_with_one_line_that_names_it(string named, params string[] arguments)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "http://127.0.0.1:9", .. arguments, "--ui", "none"]);
        Expect.Exit(2, result);
        var error = Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.True(char.IsLower(error[7]) || !char.IsLetter(error[7]), error);
        Assert.True(result.Stderr.Split('\n').Count(l => l.StartsWith("try: ", StringComparison.Ordinal)) <= 1);
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
        Assert.Equal("", result.Stdout);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task Duration_without_a_unit_asks_which_one_was_meant()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "http://127.0.0.1:9", "--duration", "30"]);
        foreach (var candidate in new[] { "30s", "30m", "--requests 30" })
            Assert.Contains(candidate, result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_url_and_unknown_command_are_2()
    {
        using var folder = new TempFolder();
        Expect.Exit(2, await Vllmstream.RunAsync(folder, ["run"]));
        Expect.Exit(2, await Vllmstream.RunAsync(folder, ["rnu", "http://127.0.0.1:9"]));
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["--help"]));
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["run", "--help"]));
        Expect.Exit(0, await Vllmstream.RunAsync(folder, ["--version"]));
    }
}
