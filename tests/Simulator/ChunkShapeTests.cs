using System.Text.Json;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

/// <summary>Chunks of several tokens, stalls, and what the usage says of the cache, on the wire and in the log.</summary>
public sealed class ChunkShapeTests
{
    private const string Chat = "v1/chat/completions";

    [Theory]
    [InlineData(4, 10, new[] { 1, 4, 4, 1 })]
    [InlineData(4, 9, new[] { 1, 4, 4 })]
    [InlineData(100, 10, new[] { 1, 9 })]
    [InlineData(2, 1, new[] { 1 })]
    public async Task Stream_interval_holds_tokens_back_but_the_first_and_the_last(int interval, int tokens, int[] expected)
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { StreamInterval = interval });
        var events = await simulated.StreamAsync(Chat, Body(tokens, ",\"return_token_ids\":true"), "r1");
        var chunks = events.SkipLast(1).Select(Simulated.Json).Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
            .Select(chunk => chunk.GetProperty("choices")[0]).Where(choice => choice.TryGetProperty("token_ids", out _)).ToList();
        Assert.Equal(expected, chunks.Select(choice => choice.GetProperty("token_ids").GetArrayLength()));
        Assert.Equal(tokens, string.Concat(chunks.Select(choice => choice.GetProperty("delta").GetProperty("content").GetString())).Split(' ').Length);
        Assert.Equal("length", chunks[^1].GetProperty("finish_reason").GetString());

        var writes = (await simulated.FinishedLogAsync("r1")).GetProperty("events").EnumerateArray().Select(LoggedWrite.Read).Where(write => write.Tokens > 0).ToList();
        Assert.Equal(expected, writes.Select(write => write.Tokens));
        // A chunk leaves when its last token is there: 5 ms to the first, 1 ms to each other.
        var sent = 0;
        Assert.All(writes, write => Assert.Equal(((sent += write.Tokens) - 1) * 1000, write.Due!.Value - writes[0].Due!.Value, 0.01));
    }

    [Fact]
    public async Task Text_does_not_depend_on_the_engine_nor_on_the_chunks()
    {
        var texts = new List<string>();
        foreach (var options in (SimulatorOptions[])[Simulated.Fast, Simulated.Fast with { StreamInterval = 3 }, Simulated.Fast with { Steps = new StepOptions { BaseUs = 500, SpecDecoding = SpecDecoding.Even(4, 0.8) } }])
        {
            await using var simulated = await Simulated.StartAsync(options);
            var events = await simulated.StreamAsync(Chat, Body(50));
            texts.Add(string.Concat(events.SkipLast(1).Select(Simulated.Json).SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta").GetProperty("content").GetString())));
        }

        Assert.Equal(50, texts[0].Split(' ').Length);
        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task Stalls_are_in_the_stream_where_the_log_says_and_nowhere_else()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Stall = new StallOptions { Duration = TimeSpan.FromMilliseconds(150), Share = 0.3 } });
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => simulated.StreamAsync(Chat, Body(20), $"r{i}")));
        var stalled = 0;
        for (var i = 0; i < 60; i++)
        {
            var entry = await simulated.FinishedLogAsync($"r{i}");
            var stalls = entry.GetProperty("sequences")[0].GetProperty("stalls").EnumerateArray().ToList();
            var due = entry.GetProperty("events").EnumerateArray().Select(LoggedWrite.Read).Where(write => write.Due is not null).Select(write => write.Due!.Value).ToList();
            var gaps = due.Zip(due.Skip(1), (a, b) => b - a).ToList();
            Assert.Equal(stalls.Select(stall => stall[0].GetInt32()), gaps.Select((gap, at) => (gap, at)).Where(item => item.gap > 100_000).Select(item => item.at + 1));
            Assert.All(stalls, stall => Assert.Equal(151_000, gaps[stall[0].GetInt32() - 1], 0.01));
            stalled += stalls.Count;
        }

        Assert.InRange(stalled, 5, 40);
    }

    [Fact]
    public async Task Usage_tells_what_was_cached_and_leaves_it_out_otherwise()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Steps = new StepOptions { BaseUs = 1000 } });
        // 13 tokens of template and 50 of text: three full blocks before the last token.
        var text = new string('a', 200);
        Assert.Null(Cached(await UsageAsync("")));
        Assert.Equal(48, Cached(await UsageAsync("")));
        Assert.Null(Cached(await UsageAsync(",\"cache_salt\":\"other\"")));
        Assert.Equal(48, Cached(await UsageAsync(",\"cache_salt\":\"other\"")));
        var whole = await simulated.AnswerAsync(Chat, $"{{\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}],\"max_tokens\":3}}");
        Assert.Equal(48, Cached(whole.GetProperty("usage")));

        async Task<JsonElement> UsageAsync(string more)
        {
            var events = await simulated.StreamAsync(Chat, $"{{\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}],\"stream\":true,\"max_tokens\":3,\"stream_options\":{{\"include_usage\":true,\"continuous_usage_stats\":true}}{more}}}");
            // The usage of a single chunk never has it.
            Assert.All(events.SkipLast(2).Select(Simulated.Json), chunk => Assert.False(chunk.GetProperty("usage").TryGetProperty("prompt_tokens_details", out _)));
            return Simulated.Json(events[^2]).GetProperty("usage");
        }

        static int? Cached(JsonElement usage) =>
            usage.TryGetProperty("prompt_tokens_details", out var details) && details.ValueKind == JsonValueKind.Object ? details.GetProperty("cached_tokens").GetInt32() : null;
    }

    [Fact]
    public async Task Next_turn_of_a_conversation_finds_the_turns_before()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Steps = new StepOptions { BaseUs = 1000 } });
        var first = Message("user", new string('a', 400));
        await simulated.StreamAsync(Chat, Turns(first), "t1");
        await simulated.StreamAsync(Chat, Turns(first, Message("assistant", new string('b', 100)), Message("user", "and then?")), "t2");
        // 13 + 100 tokens before the first difference: seven full blocks.
        Assert.Equal(112, (await simulated.FinishedLogAsync("t2")).GetProperty("sequences")[0].GetProperty("cached_tokens").GetInt32());

        static string Message(string role, string text) => $"{{\"role\":\"{role}\",\"content\":\"{text}\"}}";

        static string Turns(params string[] messages) => $"{{\"messages\":[{string.Join(',', messages)}],\"stream\":true,\"max_tokens\":3}}";
    }

    [Fact]
    public async Task Embeddings_take_a_step_and_no_blocks()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Steps = new StepOptions { BaseUs = 1000, KvBlocks = 4, MaxNumBatchedTokens = 100 } });
        var texts = string.Join(',', Enumerable.Repeat($"\"{new string('a', 200)}\"", 10));
        var answer = await simulated.AnswerAsync("v1/embeddings", $"{{\"input\":[{texts}]}}");
        Assert.Equal(10, answer.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Stop_with_open_streams_cuts_them_and_returns()
    {
        var simulated = await Simulated.StartAsync(Simulated.Fast with { Steps = new StepOptions { BaseUs = 3_600_000_000 } });
        var readings = new List<Task<string>>();
        for (var i = 0; i < 3; i++) readings.Add((await simulated.SendAsync(Chat, Body(10))).Content.ReadAsStringAsync(Simulated.Cancellation));
        await simulated.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Simulated.Cancellation);
        foreach (var reading in readings) await Assert.ThrowsAnyAsync<Exception>(() => reading);
    }

    [Fact]
    public async Task Request_longer_than_the_cache_is_refused_as_too_long()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Steps = new StepOptions { KvBlocks = 4 } });
        using var response = await simulated.SendAsync("v1/completions", "{\"prompt\":\"a\",\"max_tokens\":64}");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("maximum context length is 64 tokens", await response.Content.ReadAsStringAsync(Simulated.Cancellation), StringComparison.Ordinal);
        await simulated.StreamAsync("v1/completions", "{\"prompt\":\"a\",\"max_tokens\":63,\"ignore_eos\":true,\"stream\":true}");
    }

    private static string Body(int tokens, string more = "") =>
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"seed\":1,\"stream\":true,\"ignore_eos\":true,\"max_tokens\":" + tokens + more + "}";
}
