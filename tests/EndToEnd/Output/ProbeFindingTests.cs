using System.Globalization;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Output;

/// <summary>What a probe says of servers and of what stands before them, and what to do.</summary>
/// <remarks>On the scripted server where /v1/models or the refusal of a field is the case.</remarks>
[Trait("transport", "any")]
public sealed class ProbeFindingTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Server_that_is_well_gets_no_advice_about_its_stream()
    {
        var text = await ProbeAsync(_ => Reply.Chat(30, 30, 12));
        Assert.Contains("streamed: 12 events with tokens", text, StringComparison.Ordinal);
        Assert.Contains("the server counts tokens, one in every event", text, StringComparison.Ordinal);
        Assert.Contains("m takes 32768 tokens of prompt and answer together\nmachine", text, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy_buffering", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_in_one_burst_is_laid_at_the_door_of_whoever_holds_it_back()
    {
        var text = await ProbeAsync("play(C(\"t \")*20@400+0 tail(20))");
        Assert.Matches("stream +the whole answer came in one burst, 4\\d\\d ms after the send", text);
        Assert.Contains("-> ask the server without the proxy; nginx: proxy_buffering off", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_in_place_of_a_stream_is_told()
    {
        var text = await ProbeAsync(JsonBody(CaseBytes.Completion("hello", 5, 1)));
        Assert.Contains("a stream was asked for and one JSON document came", text, StringComparison.Ordinal);
        Assert.Contains("-> --mode nonstream", text, StringComparison.Ordinal);
        Assert.Contains("the server counts tokens\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_that_was_asked_for_has_no_events_to_tell_of()
    {
        var text = await ProbeAsync(JsonBody(CaseBytes.Completion("hello", 5, 3)), "--mode", "nonstream");
        Assert.Contains("the server counts tokens\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("in every event", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenizer_that_was_given_is_not_advised()
    {
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", simulator.Server.Url, "-H", "X-Sim-Fault: play(C(a) C(b) F(stop) D)", "-c", "1", "-n", "1", "--warmup", "0", "--tokenizer", TinyTiktoken.Write(folder), "-o", "run.ndjson", "--ui", "none"], 40);
        Expect.Exit(0, run);
        var finding = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Probe.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("topic").GetString() == "tokens");
        Assert.Equal("the stream has no usage: the load's tokens are counted by the tokenizer", finding.GetProperty("text").GetString());
        Assert.DoesNotContain("--tokenizer FILE", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Early_role_chunk_is_told_with_the_time_that_others_report()
    {
        var text = await ProbeAsync("play(R@20 C(a)@300 C(b)@320 tail(2))");
        Assert.Matches("role_chunk +a role chunk comes 2[6-9]\\d ms before the first token: TTFT here is (29|3\\d)\\d ms, and [1-9]\\d ms in tools that count that chunk", text);
    }

    [Fact]
    public async Task Stream_without_usage_is_told_with_the_way_to_count_it()
    {
        var text = await ProbeAsync("play(C(a) C(b) F(stop) D)");
        Assert.Contains("the stream has no usage: tokens are counted by chunks", text, StringComparison.Ordinal);
        Assert.Contains("-> --tokenizer FILE, or --tokenizer server", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_of_many_tokens_are_told()
    {
        var text = await ProbeAsync("play(C(\"t \")*10@20+20 tail(40))");
        Assert.Contains("the server counts tokens, 4.0 in every event: gaps between events are not gaps between tokens", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_that_is_refused_is_named()
    {
        var text = await ProbeAsync(request => request.Body.Contains("cache_salt", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"message":"unknown field cache_salt"}}""", 400)
            : Reply.Chat(1, 1, 2));
        Assert.Contains("fields     the server refuses cache_salt: the load leaves it out", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_that_is_too_short_and_a_clock_that_is_wrong_are_told()
    {
        var models = Reply.Json("""{"object":"list","data":[{"id":"m","object":"model","max_model_len":200}]}""")
            .With("Date", DateTimeOffset.UtcNow.AddMinutes(-10).ToString("R", CultureInfo.InvariantCulture));
        var text = await ProbeAsync(_ => Reply.Chat(1, 1, 2, promptTokens: 150), models: models);
        Assert.Contains("m takes 200 tokens of prompt and answer together\n           -> prompt and answer may come to 278: smaller --isl or --osl", text, StringComparison.Ordinal);
        Assert.Matches("clock +the server's clock is (599|60[0-2]) s behind this one; nothing measured depends on it", text);
    }

    [Fact]
    public async Task Run_warns_of_a_stream_that_is_held_back_before_it_puts_load_on_it()
    {
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", simulator.Server.Url, "-H", "X-Sim-Fault: play(C(\"t \")*20@100+0 tail(20))", "-c", "1", "-n", "2", "--warmup", "0", "-o", "run.ndjson", "--ui", "none"], 40);
        Assert.Contains("warning: the whole answer came in one burst", run.Stderr, StringComparison.Ordinal);
        var findings = RunFile.Read(folder.File("run.ndjson")).Probe.GetProperty("findings");
        Assert.Contains(findings.EnumerateArray(), finding => finding.GetProperty("topic").GetString() == "stream" && finding.GetProperty("advice").GetString()!.Contains("proxy_buffering", StringComparison.Ordinal));
    }

    private async Task<string> ProbeAsync(string script, params string[] more)
    {
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["probe", simulator.Server.Url, "-H", "X-Sim-Fault: " + script, .. more], 40);
        Expect.Exit(0, run);
        return run.Stdout;
    }

    private static async Task<string> ProbeAsync(Func<ScriptedRequest, Reply> answer, Reply? models = null)
    {
        using var server = ScriptedServer.Start(request =>
            request.IsPost ? answer(request)
            : request.Path == "/v1/models" ? models
            : null);
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["probe", server.Url], 40);
        Expect.Exit(0, run);
        return run.Stdout;
    }
}
