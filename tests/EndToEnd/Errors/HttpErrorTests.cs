using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

/// <remarks>On the scripted server where the answer differs between two attempts of a request, or what the probe sent is looked at.</remarks>
public sealed class HttpErrorTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "ER06")]
    public async Task Error_status_with_any_body_is_http_error()
    {
        (int Status, string Script)[] answers =
        [
            (502, Document("text/html", "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 502)),
            (500, Document(null, "", 500)),
            (503, JsonBody("""{"error":{"message":"engine dead","type":"InternalServerError","code":503}}""", 503)),
            (404, JsonBody("""{"object":"error","message":"The model `m` does not exist.","code":404}""", 404)),
            (401, JsonBody("""{"error":"Unauthorized"}""", 401)),
            (400, JsonBody("""{"detail":[{"loc":["body"],"msg":"field required"}]}""", 400)),
            (500, $"status(500, body={Literal(E("boom"))}); content-type(text/event-stream)"),
            (504, $"raw({Literal("HTTP/1.1 504 Gateway Timeout\r\nContent-Type: text/html\r\nContent-Length: 300000\r\n\r\n")} {Literal(new string('x', 1000))}*300)"),
            (302, "redirect(302, to=/elsewhere)"),
        ];
        using var played = await simulator.AllAsync([.. answers.Select(a => a.Script)]);
        for (var i = 0; i < answers.Length; i++)
        {
            var request = played.File.Requests[i];
            Expect.Outcome("http_error", request);
            Assert.Equal(answers[i].Status, request.HttpStatus);
            Assert.Null(request.TtftMs);
            Assert.True(request.ToString().Length < 20_000, "the body is not capped");
        }
        Assert.Contains("502 Bad Gateway", played.File.Requests[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("engine dead", played.File.Requests[2].ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", played.Process.Stderr, StringComparison.Ordinal);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "ER16")]
    public async Task Rate_limits_are_counted_and_neither_retried_nor_slow_the_plan_down()
    {
        using var played = await simulator.RunAsync(
            [.. Enumerable.Repeat(Chat(10, 1, 2), 4), "status(429, message=slow down, retry-after=2)"], ["-r", "25", "--arrival", "constant", "-n", "50"]);
        var arrived = played.File.Requests.Select(request => played.LogOf(request).ArrivedMs).ToList();
        Assert.Equal(50, arrived.Count);
        Assert.Equal(10, played.File.Requests.Count(r => r.Outcome == "rate_limited" && r.HttpStatus == 429));
        Assert.Equal(40, played.File.Requests.Count(r => r.Outcome == "ok"));
        // Counted from the arrival that was the promptest: the first one may itself be late.
        var begin = arrived.Select((at, i) => at - 40 * i).Min();
        Expect.Time(49 * 40, arrived[^1] - begin, 150);
        Assert.Matches("rate_limited +10 .*retry after 2", played.Process.Stdout);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER16")]
    public async Task Retries_are_records_of_their_own_when_asked_for()
    {
        using var played = await Play.RunAsync(
            r => !r.IsPost ? null : r.Post == 0 ? Reply.Json("{}", 500) : Reply.Chat(10, 1, 2), ["-c", "1", "-n", "1", "--retries", "1"]);
        Assert.Equal(2, played.Server.Posts.Count);
        Assert.Equal(["http_error", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal([1, 2], played.File.Requests.Select(r => r.Attempt));
        Assert.Single(played.File.Requests.Select(r => r.Id).Distinct());
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER18")]
    public async Task Parameter_the_server_refuses_is_found_by_the_probe()
    {
        using var server = ScriptedServer.Start(r => !r.IsPost ? null
            : r.Body.Contains("stream_options", StringComparison.Ordinal)
                ? Reply.Json("""{"error":{"message":"extra fields not permitted: stream_options","type":"BadRequestError","code":400}}""", 400)
                : Reply.Sse(R(), C("a"), C("b"), F(), D()));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "2", "-n", "30", "--warmup", "0", "-o", "run.ndjson", "--ui", "none"]);
        var refused = server.Posts.Count(p => p.Request.Body.Contains("stream_options", StringComparison.Ordinal));
        Assert.InRange(refused, 1, 3);
        Assert.Contains("stream_options", result.Stderr, StringComparison.Ordinal);
        Assert.True(result.ExitCode is 0 or 3, result.ToString());
        if (result.ExitCode == 0)
            Assert.Equal(30, RunFile.Read(folder.File("run.ndjson")).Requests.Count(r => r.Outcome == "ok"));
    }

    [Fact]
    [Trait("case", "ER18")]
    public async Task Refused_probe_stops_the_run_with_the_servers_words()
    {
        using var server = ScriptedServer.Start(Reply.Json("""{"error":{"message":"max_tokens too large","type":"BadRequestError","code":400}}""", 400));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-n", "30", "--osl", "4096", "-o", "run.ndjson", "--ui", "none"]);
        Expect.Exit(3, result);
        var error = Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains("400", error, StringComparison.Ordinal);
        Assert.Contains("max_tokens too large", error, StringComparison.Ordinal);
        Assert.InRange(server.Posts.Count, 1, 4);
    }

    [Fact]
    [Trait("case", "ER16")]
    public async Task First_twenty_failures_end_the_run()
    {
        using var played = await simulator.RunAsync([JsonBody("{}", 500)], ["-c", "1", "-n", "500"]);
        Expect.Exit(5, played.Process);
        var answered = played.File.Requests.Sum(request => played.LogsOf(request).Count);
        Assert.InRange(answered, 20, 60);
        Assert.Equal(answered, played.File.Summary.Sent);
    }

    [Fact]
    [Trait("case", "ER06")]
    public async Task Refusal_whose_body_never_ends_keeps_its_status_and_gives_the_slot_back()
    {
        const string refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1c\r\n{\"error\":{\"message\":\"busy\"}}\r\n";
        using var played = await simulator.AllAsync([$"raw({Literal(refusal)} \"\"@60s)", Chat(10, 1, 2)]);
        Assert.Equal(["http_error", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(503, played.File.Requests[0].HttpStatus);
        Assert.True(played.Process.Took.TotalSeconds < 20, played.Process.ToString());
    }
}
