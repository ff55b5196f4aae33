using System.Globalization;

namespace VllmStream.Tests.EndToEnd.ServerSide;

/// <summary>The server's own metrics beside the load: of the simulator, and of servers that have none, or strange ones.</summary>
[Trait("transport", "any")]
public sealed class ServerMetricsTests
{
    [Fact]
    [Trait("case", "SV01")]
    public async Task Simulator_and_client_are_compared_over_the_same_requests()
    {
        using var simulator = await RunningSimulator.StartAsync();
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", simulator.Url, "-c", "4", "-d", "4s", "--warmup", "4", "--isl", "64", "--osl", "16", "-o", "run.ndjson"]);
        Expect.Exit(0, run);
        var file = RunFile.Read(folder.File("run.ndjson"));
        var looks = file.OfType("server");
        Assert.True(looks.Count >= 5, $"{looks.Count} looks");
        Assert.All(looks, look => Assert.Equal(simulator.Url + "/metrics", look.GetProperty("source").GetString()));
        var server = file.Summary.Line.GetProperty("server");
        Assert.Equal("vLLM", server.GetProperty("name").GetString());
        var ttft = server.GetProperty("ttft");
        // Between the looks nobody else was there: not one first token more or less but those under way at the first.
        Assert.InRange(ttft.GetProperty("server_n").GetDouble(), ttft.GetProperty("client_n").GetInt64() - 4, ttft.GetProperty("client_n").GetInt64() + 4);
        Assert.True(ttft.GetProperty("client_n").GetInt64() >= file.Summary.Line.GetProperty("totals").GetProperty("ok").GetInt64() - 4);
        Assert.True(ttft.GetProperty("client_ms").GetDouble() > ttft.GetProperty("server_ms").GetDouble());
        var traffic = server.GetProperty("traffic");
        Assert.True(traffic.GetProperty("verdict").GetString() == "alone", traffic.GetRawText());
        Assert.Contains("TTFT server mean", run.Stdout, StringComparison.Ordinal);
        var report = await Vllmstream.RunAsync(folder, ["report", "run.ndjson"]);
        Assert.Equal(run.Stdout, report.Stdout);
    }

    [Fact]
    [Trait("case", "SV03")]
    public async Task Server_without_metrics_is_asked_once_and_the_run_is_what_it_was()
    {
        using var played = await PlayAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, _ => null);
        Expect.Exit(0, played.Process);
        Assert.Single(played.Server.Log, l => l.Request.Path == "/metrics");
        var note = Assert.Single(played.File.Notes, n => n.GetProperty("code").GetString() == "server_metrics");
        Assert.Equal("info", note.GetProperty("level").GetString());
        Assert.Contains("404", note.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("404", played.File.Summary.Line.GetProperty("server").GetProperty("reasons").GetProperty("metrics").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("metrics", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("case", "SV03")]
    [InlineData("html", "is no Prometheus text")]
    [InlineData("401", "401")]
    [InlineData("other", "has no metrics of vLLM, SGLang or TGI")]
    [InlineData("silent", "no answer")]
    [InlineData("cut", "")]
    public async Task Broken_metrics_that_were_named_are_told_once_and_harm_nothing(string kind, string words)
    {
        using var played = await PlayAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : r.Path == "/m" ? Broken(kind) : null, url => url + "/m");
        Expect.Exit(0, played.Process);
        Assert.Equal(0, played.File.Summary.Line.GetProperty("totals").GetProperty("failed").GetInt64());
        var note = Assert.Single(played.File.Notes, n => n.GetProperty("code").GetString() == "server_metrics");
        Assert.Contains(words, note.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Single(played.Process.Stderr.Split('\n'), l => l.StartsWith("warning: no metrics from", StringComparison.Ordinal));
        Assert.Empty(played.File.OfType("server"));
        Assert.True(played.Server.Log.Count(l => l.Request.Path == "/m") >= 2);
    }

    [Fact]
    public async Task Another_origin_than_the_server_hears_no_key()
    {
        using var other = ScriptedServer.Start(r => r.Path == "/metrics" ? Reply.Document("text/plain", "vllm:num_requests_running 1\n") : null);
        using var played = await PlayAsync(
            r => r.IsPost ? Reply.Chat(10, 5, 3) : r.Path == "/metrics" ? Reply.Document("text/plain", "vllm:num_requests_running 2\n") : null,
            url => $"{url},{other.Url}",
            ("VLLM_API_KEY", "sk-very-secret-key"));
        Expect.Exit(0, played.Process);
        Assert.All(other.Log, l => Assert.Null(l.Request.Header("Authorization")));
        Assert.NotEmpty(other.Log);
        Assert.All(played.Server.Log.Where(l => l.Request.Path == "/metrics"), l => Assert.Equal("Bearer sk-very-secret-key", l.Request.Header("Authorization")));
        var server = played.File.Summary.Line.GetProperty("server");
        // Replicas: their requests are summed.
        Assert.Equal(3, server.GetProperty("running_max").GetDouble());
        Assert.Equal(2, server.GetProperty("replicas").GetArrayLength());
    }

    [Fact]
    public async Task Work_for_others_is_told()
    {
        var looks = 0;
        using var played = await PlayAsync(
            r => r.IsPost ? Reply.Chat(10, 5, 3) : r.Path == "/metrics" ? Reply.Document("text/plain", Busy(Interlocked.Increment(ref looks))) : null, _ => null);
        Expect.Exit(0, played.Process);
        var server = played.File.Summary.Line.GetProperty("server");
        Assert.Equal("others", server.GetProperty("traffic").GetProperty("verdict").GetString());
        var said = string.Join(' ', played.Process.Stdout.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("somebody else used it", said, StringComparison.Ordinal);
        Assert.Contains("TTFT not taken apart", said, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, server.GetProperty("ttft").GetProperty("server_ms").ValueKind);
    }

    [Fact]
    public async Task Nobody_looks_when_none_are_wanted()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, ["-c", "1", "-n", "3", "--gpu", "off"]);
        Expect.Exit(0, played.Process);
        Assert.DoesNotContain(played.Server.Log, l => l.Request.Path == "/metrics");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, played.File.Summary.Line.GetProperty("server").ValueKind);
    }

    // Seen as a person would: warnings on stderr.
    private static async Task<Played> PlayAsync(Func<ScriptedRequest, Reply?> script, Func<string, string?> metrics, params (string, string)[] environment)
    {
        var server = ScriptedServer.Start(script);
        var folder = new TempFolder();
        var process = await Vllmstream.RunAsync(folder, ["run", server.Url, "-m", "m", "--no-probe", "-c", "2", "-d", "3s", "--warmup", "0", "-o", "run.ndjson", .. metrics(server.Url) is { } pages ? (string[])["--metrics", pages] : []], 40, environment);
        return new Played(server, folder, process);
    }

    private static Reply Broken(string kind) => kind switch
    {
        "html" => Reply.Document("text/html", "<html><body>Please sign in</body></html>"),
        "401" => Reply.Document("text/plain", "no", 401),
        "other" => Reply.Document("text/plain", "process_cpu_seconds_total 3\n"),
        "cut" => Reply.Document("text/plain", "vllm:num_requests_running 1\n").Framed(BodyFraming.ContentLength, 10_000).EndsWith(Ending.Cut),
        _ => Reply.Sse().At(60_000, CaseBytes.D()),
    };

    private static string Busy(int look) => string.Create(CultureInfo.InvariantCulture,
        $"vllm:request_success_total{{finished_reason=\"stop\"}} {look * 1_000}\nvllm:time_to_first_token_seconds_sum {look * 10}\nvllm:time_to_first_token_seconds_count {look * 1_000}\n");
}
