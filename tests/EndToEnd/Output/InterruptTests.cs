namespace VllmStream.Tests.EndToEnd.Output;

/// <remarks>On the scripted server: it knows at any time how many requests have come.</remarks>
[Trait("case", "OS05")]
[Trait("transport", "any")]
public sealed class InterruptTests
{
    [Theory]
    [InlineData(VllmstreamProcess.SigInt, 130)]
    [InlineData(VllmstreamProcess.SigTerm, 143)]
    public async Task First_signal_drains_and_everything_is_written(int signal, int exitCode)
    {
        using var server = ScriptedServer.Start(Reply.Chat(200, 100, 6));
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-c", "3", "-d", "60s", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 8);
        process.Signal(signal);
        var result = await process.WaitAsync(10);
        Expect.Exit(exitCode, result);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.True(file.HasSummary, result.ToString());
        Assert.Equal(server.Posts.Count, file.Requests.Count);
        Assert.All(file.Requests, r => Expect.Outcome("ok", r));
        Assert.StartsWith("INTERRUPTED", file.Summary.Verdict.ToUpperInvariant(), StringComparison.Ordinal);
        Assert.Equal(exitCode, file.Summary.ExitCode);
        Assert.Contains("INTERRUPTED", result.Stdout, StringComparison.Ordinal);
        Assert.Equal(file.Summary.Sent, file.Summary.Finished);
    }

    [Fact]
    public async Task Second_interrupt_leaves_at_once_with_the_file_complete()
    {
        using var server = ScriptedServer.Start(r => !r.IsPost ? null : r.Post < 4 ? Reply.Chat(20, 10, 3) : Reply.Sse().At(0, CaseBytes.R()).At(50, CaseBytes.C("a")).EndsWith(Ending.Stall));
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-c", "2", "-d", "60s", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 6);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        process.Signal(VllmstreamProcess.SigInt);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, "the first signal did not drain");
        process.Signal(VllmstreamProcess.SigInt);
        var result = await process.WaitAsync(5);
        Expect.Exit(130, result);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.True(file.HasSummary, result.ToString());
        Assert.Equal(6, file.Requests.Count);
        Assert.Equal(4, file.Requests.Count(r => r.Outcome == "ok"));
        Assert.Equal(2, file.Requests.Count(r => r.Outcome == "cancelled_by_us"));
    }

    [Fact]
    public async Task Interrupt_of_an_open_loop_counts_what_was_never_sent()
    {
        using var server = ScriptedServer.Start(Reply.Chat(20, 10, 3));
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-r", "20", "--arrival", "constant", "-n", "1000", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 10);
        process.Signal(VllmstreamProcess.SigInt);
        Expect.Exit(130, await process.WaitAsync(10));
        var summary = RunFile.Read(folder.File("run.ndjson")).Summary;
        Assert.Equal(server.Posts.Count, summary.Sent);
        Assert.Equal(summary.Planned, summary.Sent + summary.Abandoned);
    }

    [Fact]
    public async Task File_of_a_killed_run_can_be_reported()
    {
        using var server = ScriptedServer.Start(Reply.Chat(20, 10, 3));
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-r", "20", "-d", "60s", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 50);
        process.Signal(VllmstreamProcess.SigKill);
        await process.WaitAsync(5);
        var text = await File.ReadAllTextAsync(folder.File("run.ndjson"), TestContext.Current.CancellationToken);
        var file = RunFile.Parse(text);
        Assert.False(file.HasSummary);
        Assert.InRange(file.Requests.Count, 15, server.Posts.Count);
        await AssertReportAsync(folder, text);
        await AssertReportAsync(folder, text[..(text.Length - 25)]);
        await AssertReportAsync(folder, text[..(text.Length / 2)]);
    }

    private static async Task AssertReportAsync(TempFolder folder, string text)
    {
        folder.Write("cut.ndjson", text);
        var report = await Vllmstream.RunAsync(folder, ["report", "cut.ndjson"]);
        Expect.Exit(0, report);
        Assert.Contains("TTFT", report.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", report.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_ends_the_wait_before_a_retry()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Json("{}", 429).With("Retry-After", "3600") : null);
        using var folder = new TempFolder();
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-c", "1", "-d", "60s", "--retries", "3", "--retry-budget", "2h", .. Play.Quiet]);
        await Wait.UntilAsync(() => server.Posts.Count >= 1);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        process.Signal(VllmstreamProcess.SigInt);
        var result = await process.WaitAsync(10);
        Expect.Exit(130, result);
        var request = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Requests);
        Expect.Outcome("rate_limited", request);
        Assert.Single(server.Posts);
    }
}
