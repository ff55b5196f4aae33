using System.Text.Json;

namespace VllmStream.Tests.Simulator;

public sealed class StreamShapeTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about herons.\"}],\"stream\":true";

    [Theory]
    [InlineData("vllm-chat-basic", "")]
    [InlineData("vllm-chat-usage", ",\"max_tokens\":4,\"stream_options\":{\"include_usage\":true}")]
    [InlineData("vllm-chat-continuous-usage", ",\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}")]
    [InlineData("vllm-chat-n2", ",\"n\":2,\"stream_options\":{\"include_usage\":true}")]
    public async Task Chat_stream_has_the_chunks_of_the_recorded_one(string vector, string fields)
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync("v1/chat/completions", "{" + Messages + fields + "}");
        Assert.Equal(JsonShape.OfVector(vector), JsonShape.Distinct(events));
    }

    [Theory]
    [InlineData("vllm-completions-basic", ",\"max_tokens\":100")]
    [InlineData("vllm-completions-echo", ",\"max_tokens\":4,\"echo\":true")]
    public async Task Completions_stream_has_the_chunks_of_the_recorded_one(string vector, string fields)
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync(
            "v1/completions", "{\"prompt\":\"Name three birds:\",\"stream\":true,\"stream_options\":{\"include_usage\":true}" + fields + "}");
        Assert.Equal(JsonShape.OfVector(vector), JsonShape.Distinct(events));
    }

    [Fact]
    public async Task Continuous_usage_counts_per_choice_and_starts_at_zero()
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync(
            "v1/chat/completions", "{" + Messages + ",\"n\":2,\"max_tokens\":3,\"ignore_eos\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}}");
        var chunks = events.SkipLast(1).Select(Simulated.Json).ToList();
        foreach (var choice in (int[])[0, 1])
        {
            var counts = chunks.Where(chunk => Index(chunk) == choice).Select(CompletionTokens);
            Assert.Equal([0, 1, 2, 3], counts);
        }

        Assert.Equal(6, CompletionTokens(chunks[^1]));
    }

    [Fact]
    public async Task Continuous_usage_without_include_usage_is_ignored()
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync("v1/chat/completions", "{" + Messages + ",\"stream_options\":{\"continuous_usage_stats\":true}}");
        Assert.DoesNotContain(events, data => data.Contains("\"usage\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Returned_token_ids_add_up_to_the_usage()
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync("v1/chat/completions", "{" + Messages + ",\"return_token_ids\":true,\"stream_options\":{\"include_usage\":true}}");
        var chunks = events.SkipLast(1).Select(Simulated.Json).ToList();
        var usage = chunks[^1].GetProperty("usage");
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt32(), chunks[0].GetProperty("prompt_token_ids").GetArrayLength());
        var ids = chunks.Skip(1).SkipLast(1).Sum(chunk => chunk.GetProperty("choices")[0].GetProperty("token_ids").GetArrayLength());
        Assert.Equal(usage.GetProperty("completion_tokens").GetInt32(), ids);
    }

    [Fact]
    public async Task Prompt_list_multiplexes_its_answers_by_index()
    {
        await using var simulated = await Simulated.StartAsync();
        var events = await simulated.StreamAsync(
            "v1/completions", "{\"prompt\":[[1,2,3],[4,5]],\"n\":2,\"max_tokens\":2,\"ignore_eos\":true,\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        var chunks = events.SkipLast(1).Select(Simulated.Json).ToList();
        Assert.Equal([0, 1, 2, 3], chunks.SkipLast(1).Select(Index).Distinct().Order());
        Assert.Equal(5, chunks[^1].GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(8, CompletionTokens(chunks[^1]));
    }

    [Fact]
    public async Task Model_name_and_request_id_with_quotes_stay_valid_json()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Model = "a\"b\\c" });
        var events = await simulated.StreamAsync("v1/chat/completions", "{" + Messages + "}", "x\"y");
        var chunk = Simulated.Json(events[0]);
        Assert.Equal("a\"b\\c", chunk.GetProperty("model").GetString());
        Assert.Equal("chatcmpl-x\"y", chunk.GetProperty("id").GetString());
    }

    private static int Index(JsonElement chunk)
    {
        var choices = chunk.GetProperty("choices");
        return choices.GetArrayLength() == 0 ? -1 : choices[0].GetProperty("index").GetInt32();
    }

    private static int CompletionTokens(JsonElement chunk) => chunk.GetProperty("usage").GetProperty("completion_tokens").GetInt32();
}
