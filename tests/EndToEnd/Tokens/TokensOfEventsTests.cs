using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Tokens;

[Trait("transport", "any")]
public sealed class TokensOfEventsTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Neither_ids_nor_usage_on_chunks_is_asked_for_by_itself()
    {
        using var played = await Play.OnceAsync(Reply.Chat(5, 1, 2));
        Assert.DoesNotContain("return_token_ids", played.Log.Request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("continuous_usage_stats", played.Log.Request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_count_where_no_usage_comes()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), Ids("a b c", 1, 2, 3), Ids("", 4), Ids("d e", 5, 6), F(), D()), "--token-ids");
        Assert.True(played.Log.Request.Json().GetProperty("return_token_ids").GetBoolean());
        Expect.Ok(played.Request, tokens: 6, tokenEvents: 3);
        Assert.Equal("token_ids", played.Request.TokenSource);
        Assert.Equal(3, played.Request.Line.GetProperty("first_event_tokens").GetInt32());
        Assert.Contains("token source token_ids", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_of_several_choices_add_up()
    {
        using var played = await simulator.OnceAsync(
            $"play(R R(1) {Literal(Ids("a b", 0, [1, 2]), Ids("c", 1, [3]))} F F(stop,1) D)", "--token-ids", "--extra-body", """{"n":2}""");
        Assert.Equal(("token_ids", 3), (played.Request.TokenSource, played.Request.OutputTokens));
    }

    [Fact]
    public async Task Final_usage_goes_before_ids_and_ids_before_a_tokenizer()
    {
        using var folder = new TempFolder();
        var ids = Literal(Ids("a b", 1, 2));
        using var played = await simulator.AllAsync([$"play(R {ids} F U(5,7) D)", $"play(R {ids} F D)"], "--token-ids", "--tokenizer", TinyTiktoken.Write(folder));
        Assert.Equal(("usage_final", 7), (played.File.Requests[0].TokenSource, played.File.Requests[0].OutputTokens));
        Assert.Equal(("token_ids", 2), (played.File.Requests[1].TokenSource, played.File.Requests[1].OutputTokens));
        Assert.Equal(3, played.File.Requests[1].TokenizerTokens);
    }

    [Fact]
    public async Task Ids_that_are_missing_on_one_event_count_nothing()
    {
        using var played = await simulator.OnceAsync($"play(R {Literal(Ids("a b", 1, 2))} C(c) F D)", "--token-ids");
        Assert.Equal(("chunks", 2), (played.Request.TokenSource, played.Request.OutputTokens));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("completions")]
    public async Task Simulator_sends_ids_that_count_exactly(string endpoint)
    {
        var requests = await SimulateAsync("--endpoint", endpoint, "--token-ids", "--extra-body", """{"stream_options":null}""");
        Assert.All(requests, r => Assert.Equal(("token_ids", 12, 12), (r.TokenSource, r.OutputTokens, r.TokenEvents)));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("completions")]
    public async Task Simulator_sends_usage_on_every_chunk(string endpoint)
    {
        var plain = await SimulateAsync("--endpoint", endpoint);
        var continuous = await SimulateAsync("--endpoint", endpoint, "--continuous-usage");
        Assert.All(continuous, r => Assert.Equal(("usage_final", 12, 12), (r.TokenSource, r.OutputTokens, r.TokenEvents)));
        Assert.True(continuous[0].Bytes > plain[0].Bytes + 12 * 30, $"{plain[0].Bytes} bytes, {continuous[0].Bytes} with usage on every chunk");
    }

    [Fact]
    public async Task Usage_on_chunks_is_asked_for_as_vllm_has_it_and_counts_without_the_last()
    {
        using var played = await Play.OnceAsync(
            Reply.Sse(R(), Delta("""{"content":"a b"}""", usage: UsageJson(5, 2)), Delta("""{"content":"c"}""", usage: UsageJson(5, 3)), F(), D()), "--continuous-usage");
        var options = played.Log.Request.Json().GetProperty("stream_options");
        Assert.True(options.GetProperty("include_usage").GetBoolean() && options.GetProperty("continuous_usage_stats").GetBoolean());
        Assert.Equal(("usage_continuous", 3), (played.Request.TokenSource, played.Request.OutputTokens));
        Assert.Equal(2, played.Request.Line.GetProperty("first_event_tokens").GetInt32());
    }

    [Theory]
    [InlineData("--token-ids")]
    [InlineData("--continuous-usage")]
    public async Task Other_apis_have_neither(string option)
    {
        using var played = await Play.RunAsync(_ => null, ["-c", "1", "-n", "1", "--endpoint", "embeddings", option]);
        Expect.Exit(2, played.Process);
        Assert.Contains($"error: {option} is of --endpoint chat and completions alone", played.Process.Stderr, StringComparison.Ordinal);
    }

    private static byte[] Ids(string text, params int[] ids) => Ids(text, 0, ids);

    private static byte[] Ids(string text, int index, int[] ids) => Chunk(
        $$"""{"index":{{index}},"delta":{"content":{{Quote(text)}}},"finish_reason":null,"token_ids":[{{string.Join(',', ids)}}]}""");

    private static async Task<IReadOnlyList<RequestRow>> SimulateAsync(params string[] more)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(
            folder, ["run", "--sim", "-c", "2", "-n", "4", "--osl", "12", "--ignore-eos", "-o", "run.ndjson", "--ui", "none", .. more], timeoutSeconds: 60);
        Expect.Exit(0, result);
        return RunFile.Read(folder.File("run.ndjson")).Requests;
    }
}
