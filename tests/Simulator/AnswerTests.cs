using System.Text.Json;

namespace VllmStream.Tests.Simulator;

public sealed class AnswerTests
{
    private const string Chat = "v1/chat/completions";
    private const string Hello = "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    [Fact]
    public async Task Whole_answer_has_the_text_of_the_stream()
    {
        await using var simulated = await Simulated.StartAsync();
        var whole = await simulated.AnswerAsync(Chat, Hello + ",\"temperature\":0}");
        var text = whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        Assert.Equal(5, text!.Split(' ').Length);
        var events = await simulated.StreamAsync(Chat, Hello + ",\"temperature\":0,\"stream\":true}");
        var streamed = events.SkipLast(1).Select(data => Simulated.Json(data).GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString());
        Assert.Equal(text, string.Concat(streamed));
        Assert.Equal("stop", whole.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(6, whole.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Equal_seeds_give_equal_answers_in_equal_order()
    {
        var first = await TextsAsync(seed: 1);
        Assert.Equal(first, await TextsAsync(seed: 1));
        Assert.NotEqual(first, await TextsAsync(seed: 2));
        Assert.Equal(first.Count, first.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Temperature_zero_repeats_the_answer()
    {
        await using var simulated = await Simulated.StartAsync();
        var texts = new List<string>();
        for (var i = 0; i < 3; i++) texts.Add(await TextAsync(simulated, Hello + ",\"temperature\":0}"));
        Assert.Single(texts.Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(",\"max_tokens\":3", 3, "length")]
    [InlineData(",\"max_completion_tokens\":3", 3, "length")]
    [InlineData(",\"max_tokens\":6", 6, "stop")]
    [InlineData(",\"max_tokens\":9,\"ignore_eos\":true", 9, "length")]
    [InlineData(",\"min_tokens\":8,\"max_tokens\":20", 9, "stop")]
    [InlineData("", 6, "stop")]
    public async Task Limits_decide_length_and_finish_reason(string fields, int tokens, string reason)
    {
        await using var simulated = await Simulated.StartAsync();
        var answer = await simulated.AnswerAsync(Chat, Hello + fields + "}");
        Assert.Equal(tokens, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(reason, answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Completions_without_max_tokens_end_after_sixteen()
    {
        await using var simulated = await Simulated.StartAsync();
        var answer = await simulated.AnswerAsync("v1/completions", "{\"prompt\":\"a\",\"ignore_eos\":true}");
        Assert.Equal(16, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("\"one two three four\"", 5)]
    [InlineData("[\"12345678\",\"1234\"]", 3)]
    [InlineData("[5,6,7]", 3)]
    [InlineData("[[5,6,7],[8]]", 4)]
    public async Task Prompt_length_is_exact_for_ids_and_a_quarter_of_the_characters_for_text(string prompt, int tokens)
    {
        await using var simulated = await Simulated.StartAsync();
        var answer = await simulated.AnswerAsync("v1/completions", "{\"prompt\":" + prompt + ",\"max_tokens\":1}");
        Assert.Equal(tokens, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Natural_lengths_vary_around_their_mean()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { AnswerTokens = 20, AnswerSpread = 0.5, InterTokenTime = TimeSpan.Zero });
        var lengths = new List<int>();
        for (var i = 0; i < 50; i++)
        {
            var answer = await simulated.AnswerAsync(Chat, Hello + "}");
            lengths.Add(answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        }

        Assert.InRange(lengths.Average(), 14, 26);
        Assert.True(lengths.Distinct().Count() > 10);
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(long seed)
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Seed = seed });
        return [await TextAsync(simulated, Hello + "}"), await TextAsync(simulated, Hello + "}"), await TextAsync(simulated, Hello + ",\"seed\":7}")];
    }

    private static async Task<string> TextAsync(Simulated simulated, string body)
    {
        JsonElement answer = await simulated.AnswerAsync(Chat, body);
        return answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }
}
