namespace VllmStream.Tests.EndToEnd.Transport;

[Collection(AloneGroup.Name)]
public sealed class LimitTests
{
    [Fact]
    [Trait("case", "TR03")]
    public async Task Ports_that_run_out_are_connect_errors_and_the_run_survives()
    {
        // The first answers are quick, so that the run is not given up for failing from its start.
        await WithFewPortsAsync(r => Reply.Chat(r.Post < 30 ? 5 : 1500, 10, 2), ["-r", "300", "--arrival", "constant", "-n", "300"], (_, file) =>
        {
            Assert.Equal(300, file.Requests.Count);
            Assert.All(file.Requests, r => Assert.True(r.Outcome is "ok" or "connect_error", r.ToString()));
            var failed = file.Requests.Where(r => r.Outcome == "connect_error").ToList();
            Assert.NotEmpty(failed);
            Assert.All(failed, r => Assert.Equal("ports", r.ErrorKind));
            Assert.InRange(file.Requests.Count(r => r.Outcome == "ok"), 80, 299);
            Assert.True(file.HasSummary);
        });
    }

    [Fact]
    [Trait("case", "TR03")]
    public async Task Concurrency_over_the_ports_is_warned_of_with_numbers()
    {
        await WithFewPortsAsync(_ => Reply.Chat(5, 2, 2), ["-c", "200", "-n", "200"], (result, _) =>
        {
            Assert.Contains("port", result.Stderr, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("\\b100\\b", result.Stderr);
            Assert.Contains("200", result.Stderr, StringComparison.Ordinal);
        });
    }

    private static async Task WithFewPortsAsync(Func<ScriptedRequest, Reply> answer, string[] load, Action<ProcessResult, RunFile> judge)
    {
        using var network = NetworkNamespace.TryCreate("sysctl -qw net.ipv4.ip_local_port_range='40000 40099'");
        Assert.SkipWhen(network is null, "no network namespace can be made here (needs unshare, ip and root)");
        using var server = ScriptedServer.Start(r => r.IsPost ? answer(r) : null, new ServerOptions { Listener = network.Listen(8000) });
        using var folder = new TempFolder();
        using var process = Vllmstream.StartUnder(network.Wrapper, folder, ["run", "http://127.0.0.1:8000", .. load, .. Play.Quiet]);
        var result = await process.WaitAsync();
        judge(result, RunFile.Read(folder.File("run.ndjson")));
    }

    [Fact]
    [Trait("case", "TR05")]
    public async Task Soft_limit_of_files_is_raised()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash and ulimit");
        var (result, file, server) = await UnderLimitAsync("ulimit -Sn 256; exec \"$0\" \"$@\"", concurrency: 400);
        Expect.Exit(0, result);
        Assert.All(file!.Requests, r => Expect.Outcome("ok", r));
        Assert.Equal(400, server);
    }

    [Fact]
    [Trait("case", "TR05")]
    public async Task Hard_limit_of_files_is_refused_clearly_or_counted_as_connect_errors()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash and ulimit");
        var (result, file, _) = await UnderLimitAsync("ulimit -n 256; exec \"$0\" \"$@\"", concurrency: 500);
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
        Assert.Matches("256", result.Stderr);
        if (result.ExitCode == 2)
        {
            Assert.StartsWith("error: ", result.Stderr.Split('\n').First(l => l.Contains("256", StringComparison.Ordinal)), StringComparison.Ordinal);
            return;
        }
        Assert.NotNull(file);
        Assert.True(file.HasSummary);
        Assert.All(file.Requests, r => Assert.True(r.Outcome is "ok" or "connect_error", r.ToString()));
        Assert.All(file.Requests.Where(r => r.Outcome == "connect_error"), r => Assert.Equal("fds", r.ErrorKind));
        Assert.Contains(file.Requests, r => r.Outcome == "ok");
    }

    [Fact]
    [Trait("case", "TR05")]
    public async Task Requests_that_share_a_connection_need_no_file_each()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash and ulimit");
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 100, 10, 2));
        using var folder = new TempFolder();
        using var process = Vllmstream.StartUnder(["bash", "-c", "ulimit -n 256; exec \"$0\" \"$@\""], folder, ["run", server.Url, "--http2", "-c", "500", "-n", "500", .. Play.Quiet]);
        Expect.Exit(0, await process.WaitAsync());
        Assert.All(RunFile.Read(folder.File("run.ndjson")).Requests, r => Expect.Outcome("ok", r));
    }

    [Theory]
    [Trait("case", "TR06")]
    [InlineData(256)]
    [InlineData(130)]
    public async Task Concurrency_over_a_hundred_reaches_the_server(int concurrency)
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(1500, 10, 2) : null, ["-c", $"{concurrency}", "-n", $"{concurrency}"]);
        Assert.Equal(concurrency, played.Server.MaxInFlight);
        Assert.All(played.File.Requests, r => Expect.Outcome("ok", r));
        Expect.Exit(0, played.Process);
    }

    private static async Task<(ProcessResult Result, RunFile? File, int MaxInFlight)> UnderLimitAsync(string bash, int concurrency)
    {
        using var server = ScriptedServer.Start(Reply.Chat(2500, 10, 2));
        using var folder = new TempFolder();
        using var process = Vllmstream.StartUnder(["bash", "-c", bash], folder, ["run", server.Url, "-c", $"{concurrency}", "-n", $"{concurrency}", .. Play.Quiet]);
        var result = await process.WaitAsync();
        var path = folder.File("run.ndjson");
        return (result, File.Exists(path) ? RunFile.Read(path) : null, server.MaxInFlight);
    }
}
