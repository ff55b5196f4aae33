using System.Text.Json;
using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Tokens;

/// <remarks>On the scripted server where /tokenize answers: faults are of requests that generate.</remarks>
[Trait("transport", "any")]
public sealed class TokenizerTests : IClassFixture<FaultSimulator>, IDisposable
{
    private readonly TempFolder _files = new();
    private readonly FaultSimulator _simulator;
    private readonly string _vocabulary;

    public TokenizerTests(FaultSimulator simulator) => (_simulator, _vocabulary) = (simulator, TinyTiktoken.Write(_files));

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Answer_without_usage_is_counted_by_the_tokenizer()
    {
        using var played = await _simulator.OnceAsync("""play(R C(hel)@100 C(lo)@200 C(" world")@300 C(!!)@400 F D)""", "--tokenizer", _vocabulary);
        Expect.Ok(played.Request, tokens: 4, tokenEvents: 4);
        Assert.Equal("tokenizer", played.Request.TokenSource);
        Assert.Equal(4, played.Request.TokenizerTokens);
        var span = played.Request.LastTokenMs!.Value - played.Request.FirstTokenMs!.Value;
        Expect.Within(span / 3, played.Request.TpotMs, 0.01);
        Expect.Within(3 / span * 1000, played.Request.TokensPerS, 0.1);
        Assert.Contains("token source tokenizer", played.Process.Stdout, StringComparison.Ordinal);
        Assert.Contains("tokenizer cl100k_tiny.tiktoken (tiktoken cl100k, 279 tokens)", played.Process.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", played.Process.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("otherwise", played.Process.Stdout, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Totals(played).GetProperty("tokenizer").ValueKind);
    }

    [Fact]
    [Trait("case", "TK01")]
    public async Task Usage_stands_and_what_the_tokenizer_says_otherwise_is_listed()
    {
        using var played = await _simulator.OnceAsync("""play(R C(" ")*15 tail(15))""", "--tokenizer", _vocabulary);
        Expect.Ok(played.Request, tokens: 15, tokenEvents: 15);
        Assert.Equal("usage_final", played.Request.TokenSource);
        Assert.Equal(1, played.Request.TokenizerTokens);
        Assert.Contains("the tokenizer counts 1 of 1 answers otherwise than the server", played.Process.Stdout, StringComparison.Ordinal);
        var figures = Totals(played).GetProperty("tokenizer");
        Assert.Equal((1, 1, 15, 1), (Int(figures, "answers"), Int(figures, "differing"), Int(figures, "server_tokens"), Int(figures, "tokenizer_tokens")));
        Expect.Within(1 / 15.0, figures.GetProperty("ratio").GetDouble(), 0.0001);
        Assert.Contains(played.File.Summary.Line.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("code").GetString() == "tokenizer_differs");
    }

    [Fact]
    public async Task End_token_that_has_no_text_is_no_difference()
    {
        using var played = await _simulator.AllAsync(
            ["""play(R C(hello) C(" world") tail(3))""", """play(R C(hello) C(" world") F(length) U(5,2) D)"""], "--tokenizer", _vocabulary);
        Assert.Contains("the tokenizer counts all 2 answers as the server does", played.Process.Stdout, StringComparison.Ordinal);
        Assert.Equal(0, Int(Totals(played).GetProperty("tokenizer"), "differing"));
    }

    [Fact]
    public async Task Report_says_the_same_of_a_file_that_was_cut()
    {
        using var played = await _simulator.OnceAsync("""play(R C(" ")*2 tail(3))""", "--tokenizer", _vocabulary);
        var report = await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson"]);
        Assert.Equal(played.Process.Stdout, report.Stdout);
        var lines = await File.ReadAllLinesAsync(played.NdjsonPath, TestContext.Current.CancellationToken);
        played.Folder.Write("cut.ndjson", string.Concat(lines[..^1].Select(line => line + "\n")));
        var cut = await Vllmstream.RunAsync(played.Folder, ["report", "cut.ndjson"]);
        Assert.Contains("the tokenizer counts 1 of 1 answers otherwise", cut.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_generated_channel_and_choice_counts()
    {
        var generated = Literal(
            Delta("""{"reasoning_content":"hello"}"""),
            C(" world"),
            Delta("""{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"hello","arguments":""}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"""));
        using var played = await _simulator.OnceAsync($"play(R {generated} C(hello,1) F(tool_calls) F(stop,1) D)", "--extra-body", """{"n":2}""", "--tokenizer", _vocabulary);
        Assert.Equal(("tokenizer", 6), (played.Request.TokenSource, played.Request.OutputTokens));
    }

    [Theory]
    [Trait("case", "CH19")]
    [InlineData("{}")]
    [InlineData("""{"echo":true}""")]
    public async Task Text_that_is_not_what_was_generated_is_not_trusted(string extra)
    {
        var texts = extra == "{}" ? "C(a) C(ab) C(abc)" : """C("the prompt ") C(a) C(b)""";
        using var played = await _simulator.OnceAsync($"play(R {texts} F D)", "--extra-body", extra, "--tokenizer", _vocabulary);
        Assert.Equal(("chunks", 3), (played.Request.TokenSource, played.Request.OutputTokens));
        Assert.Null(played.Request.TokenizerTokens);
    }

    [Fact]
    public async Task Whole_document_without_usage_is_counted_too()
    {
        using var played = await _simulator.OnceAsync(
            Recipe.JsonBody("""{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hello world"},"finish_reason":"stop"}]}"""),
            "--no-stream", "--tokenizer", _vocabulary);
        Assert.Equal(("ok", "tokenizer", 2), (played.Request.Outcome, played.Request.TokenSource, played.Request.OutputTokens));
    }

    [Fact]
    public async Task Server_counts_after_the_answer_and_all_of_them()
    {
        // Each count takes longer than an answer: what is not counted while the load runs is counted behind it.
        using var played = await Play.RunAsync(
            r => r.Path == "/tokenize" ? Reply.Json($$"""{"count":{{Prompt(r).Split(' ').Length}},"max_model_len":10,"tokens":[]}""").HeadAt(150)
                : r.IsPost ? Reply.Sse(R(), C("one two"), C(" three"), F(), D()) : null,
            ["-c", "2", "-n", "6", "--tokenizer", "server"]);
        Expect.Exit(0, played.Process);
        Assert.Equal(6, played.File.Requests.Count);
        Assert.All(played.File.Requests, r => Assert.Equal(("tokenizer", 3), (r.TokenSource, r.OutputTokens)));
        Assert.Equal(6, played.File.Summary.Finished);
        Assert.Equal("finished", played.File.Phases[^1]);
        Assert.Contains("/tokenize: that is load as well", played.Process.Said, StringComparison.Ordinal);
        var asked = played.Server.Posts.Where(post => post.Request.Path == "/tokenize").ToList();
        // One before the load, to know that the server can.
        Assert.Equal(7, asked.Count);
        Assert.All(asked.Skip(1), post => Assert.Equal("one two three", Prompt(post.Request)));
        Assert.All(asked, post => Assert.False(post.Request.Json().GetProperty("add_special_tokens").GetBoolean()));
        Assert.All(asked, post => Assert.Equal("m", post.Request.Json().GetProperty("model").GetString()));
    }

    [Fact]
    public async Task Server_that_stops_counting_loses_no_answer()
    {
        using var played = await Play.RunAsync(
            r => r.Path == "/tokenize" ? r.Post == 0 ? Reply.Json("""{"count":1}""") : Reply.Json("{}", status: 500)
                : r.IsPost ? Reply.Sse(R(), C("a"), C("b"), F(), D()) : null,
            ["-c", "1", "-n", "3", "--tokenizer", "server"]);
        Expect.Exit(0, played.Process);
        Assert.All(played.File.Requests, r => Assert.Equal(("chunks", 2), (r.TokenSource, r.OutputTokens)));
        Assert.Contains("the tokenizer did not count 3 answers: 500", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_that_does_not_decompress_loses_no_answer()
    {
        using var played = await Play.RunAsync(
            r => r.Path == "/tokenize" ? r.Post == 0 ? Reply.Json("""{"count":1}""") : Reply.Json("{}").With("Content-Encoding", "gzip")
                : r.IsPost ? Reply.Sse(R(), C("a"), C("b"), F(), D()) : null,
            ["-c", "1", "-n", "3", "--tokenizer", "server"]);
        Expect.Exit(0, played.Process);
        Assert.All(played.File.Requests, r => Assert.Equal(("chunks", 2), (r.TokenSource, r.OutputTokens)));
        Assert.Contains("the tokenizer did not count 3 answers", played.Process.Stdout, StringComparison.Ordinal);
        var finding = Assert.Single(played.File.Summary.Line.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("code").GetString() == "tokenizer_failed");
        Assert.Contains("the answer of /tokenize is marked as compressed (Content-Encoding) and cannot be decompressed", finding.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_of_http2_counts_too()
    {
        await using var server = await Http2Server.StartAsync((context, _) => context.Request.Path == "/tokenize"
            ? Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """{"count":7}""")
            : Http2Server.ChatAsync(context, 10, 1, 2));
        var result = await Vllmstream.RunAsync(
            _files, ["run", server.Url, "--http2", "--tokenizer", "server", "-H", "Content-Type: application/json; charset=utf-8", "-c", "1", "-n", "2", .. Play.Quiet]);
        Expect.Exit(0, result);
        Assert.All(RunFile.Read(_files.File("run.ndjson")).Requests, r => Assert.Equal(7, r.TokenizerTokens));
        Assert.All(server.Protocols, protocol => Assert.Equal("HTTP/2", protocol));
        Assert.All(server.Posts, post => Assert.Equal("application/json; charset=utf-8", post.Header("Content-Type")));
    }

    [Fact]
    public async Task Second_interrupt_ends_the_counting_and_keeps_the_answers()
    {
        // One answer of ten million letters without a blank takes the counter seconds.
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Sse([R(), .. Enumerable.Repeat(C(new string('é', 50_000)), 200), F(), D()]) : null);
        using var run = Vllmstream.Start(_files, ["run", server.Url, "--tokenizer", "o200k_base", "-c", "1", "-n", "6", .. Play.Quiet]);
        await Wait.UntilAsync(() => run.HasExited || run.StderrSoFar.Contains("counting the tokens of", StringComparison.Ordinal), 60);
        Assert.False(run.HasExited, run.StderrSoFar);
        run.Signal(VllmstreamProcess.SigInt);
        // Two at once would be one: the system keeps only one of a kind that waits.
        await Wait.UntilAsync(() => run.HasExited || run.StderrSoFar.Contains("draining", StringComparison.Ordinal), 10);
        run.Signal(VllmstreamProcess.SigInt);
        var result = await run.WaitAsync(10);
        var file = RunFile.Read(_files.File("run.ndjson"));
        Assert.Equal(6, file.Requests.Count);
        Assert.Contains("answers: interrupted", string.Join(' ', result.Stdout.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_without_tokenize_is_one_line_before_the_load()
    {
        using var played = await Play.RunAsync(r => r.Path == "/tokenize" ? Reply.Json("{}", status: 404) : r.IsPost ? Reply.Chat(1, 1, 2) : null, ["-c", "1", "-n", "1", "--tokenizer", "server"]);
        Expect.Exit(3, played.Process);
        Assert.Contains("--tokenizer server: 404", ErrorLine(played.Process), StringComparison.Ordinal);
        Assert.Single(played.Server.Posts);
    }

    [Fact]
    public async Task Simulator_counts_what_it_generated()
    {
        var result = await Vllmstream.RunAsync(_files, ["run", "--sim", "-c", "2", "-n", "4", "--osl", "8", "--tokenizer", "server", "-o", "run.ndjson", "--ui", "none"], timeoutSeconds: 60);
        Expect.Exit(0, result);
        Assert.All(RunFile.Read(_files.File("run.ndjson")).Requests, r => Assert.Equal("usage_final", r.TokenSource));
        Assert.All(RunFile.Read(_files.File("run.ndjson")).Requests, r => Assert.True(r.TokenizerTokens > 0));
    }

    [Theory]
    [InlineData("none.json", null, "is no file, folder or known name")]
    [InlineData("tokenizer.json", "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{}}}", "has a WordPiece model, which cannot be followed exactly")]
    [InlineData("notes.txt", "hello", "is none of tokenizer.json")]
    public async Task Bad_file_is_one_line_and_nothing_is_sent(string name, string? text, string problem)
    {
        var path = text is null ? _files.File(name) : _files.Write(name, text);
        using var played = await Play.RunAsync(_ => null, ["-c", "1", "-n", "1", "--tokenizer", path]);
        Expect.Exit(2, played.Process);
        var error = ErrorLine(played.Process);
        Assert.StartsWith($"error: --tokenizer {path} ", error, StringComparison.Ordinal);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Empty(played.Server.Log);
    }

    private static string ErrorLine(ProcessResult process)
    {
        Assert.DoesNotContain("   at ", process.Stderr, StringComparison.Ordinal);
        return Assert.Single(process.Stderr.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    private static string Prompt(ScriptedRequest request) => request.Json().GetProperty("prompt").GetString()!;

    private static JsonElement Totals(Faulted played) => played.File.Summary.Line.GetProperty("totals");

    private static int Int(JsonElement from, string key) => from.GetProperty(key).GetInt32();
}
