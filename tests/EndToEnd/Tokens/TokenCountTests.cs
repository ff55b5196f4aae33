using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Tokens;

[Trait("transport", "any")]
public sealed class TokenCountTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "TK01")]
    public async Task Chunks_of_one_space_count_by_usage()
    {
        using var played = await simulator.OnceAsync("""play(R C(" ")*15 tail(15))""");
        Expect.Ok(played.Request, tokens: 15, tokenEvents: 15);
        Assert.StartsWith("usage", played.Request.TokenSource, StringComparison.Ordinal);
        Expect.NotWarned("cumulative_text", played.Request);
    }

    [Fact]
    [Trait("case", "TK01")]
    public async Task Stream_without_usage_counts_chunks_and_says_so()
    {
        using var played = await simulator.OnceAsync("play(R C(a) C(b) C(c) F D)");
        Expect.Ok(played.Request, tokens: 3, tokenEvents: 3);
        Assert.Equal("chunks", played.Request.TokenSource);
        Assert.Null(played.Request.PromptTokens);
        Assert.Contains("chunk", played.Process.Stdout, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [Trait("case", "TK03")]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(4096)]
    public async Task Prompt_tokens_are_those_of_the_server(int asked)
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Sse(R(), C("a"), F(), U(Prompted(r), 1), D()) : null, ["-c", "1", "-n", "3", "--isl", $"{asked}"]);
        Expect.Exit(0, played.Process);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Prompted(played.Server.Posts[i].Request), played.File.Requests[i].PromptTokens);
            Assert.NotEqual("", LastContent(played.Server.Posts[i].Request));
        }
        // A word or a bit more per token is what a synthetic prompt can promise without a tokenizer.
        Assert.InRange(LastContent(played.Server.Posts[0].Request).Length, asked, 12 * asked + 40);
    }

    [Fact]
    [Trait("case", "TK03")]
    public async Task Synthetic_prompts_differ_from_one_another_and_repeat_by_seed()
    {
        using var first = await PromptsAsync("5");
        using var again = await PromptsAsync("5");
        using var other = await PromptsAsync("6");
        var prompts = first.Server.Posts.Select(p => LastContent(p.Request)).ToList();
        Assert.Equal(4, prompts.Distinct().Count());
        Assert.Equal(prompts, again.Server.Posts.Select(p => LastContent(p.Request)));
        Assert.Empty(prompts.Intersect(other.Server.Posts.Select(p => LastContent(p.Request))));
    }

    [Theory]
    [Trait("case", "TK07")]
    [InlineData(4)]
    [InlineData(30)]
    public async Task Usage_that_differs_from_the_chunks_wins_and_is_reported(int usage)
    {
        using var played = await simulator.OnceAsync($"play(R C(w)*10@100+20 tail({usage}))");
        Expect.Ok(played.Request, tokens: usage, tokenEvents: 10);
        Expect.Gap(played.Log, 1, 10, played.Request.TpotMs, 3, gaps: usage - 1);
        Assert.Contains("chunk", played.Process.Stdout, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<Played> PromptsAsync(string seed) =>
        Play.RunAsync(r => r.IsPost ? Reply.Chat(2, 1, 2) : null, ["-c", "1", "-n", "4", "--isl", "64", "--seed", seed]);

    private static int Prompted(ScriptedRequest request) => LastContent(request).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length + 13;

    private static string LastContent(ScriptedRequest request) =>
        request.Json().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
}
