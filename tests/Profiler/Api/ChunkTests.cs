using VllmStream.Profiling.Api;

namespace VllmStream.Tests.Profiler.Api;

public sealed class ChunkTests
{
    [Theory]
    [InlineData("", ChunkKind.Heartbeat)]
    [InlineData(" \r", ChunkKind.Heartbeat)]
    [InlineData("[DONE]", ChunkKind.Done)]
    [InlineData(" [DONE]\r", ChunkKind.Done)]
    [InlineData("[done]", ChunkKind.Malformed)]
    [InlineData("[DONE", ChunkKind.Malformed)]
    [InlineData("[DONE] x", ChunkKind.Malformed)]
    [InlineData("{}", ChunkKind.Other)]
    [InlineData("""{"type":"ping"}""", ChunkKind.Other)]
    [InlineData("null", ChunkKind.Other)]
    [InlineData("[]", ChunkKind.Other)]
    [InlineData("\"x\"", ChunkKind.Other)]
    [InlineData("""{"choices":[]}""", ChunkKind.Chunk)]
    [InlineData("""{"choices":[]} """, ChunkKind.Chunk)]
    [InlineData("""{"choices":[]}x""", ChunkKind.Malformed)]
    [InlineData("""{"choices":[]}{"choices":[]}""", ChunkKind.Malformed)]
    [InlineData("""{"choices":null}""", ChunkKind.Other)]
    [InlineData("""{"choices":{"0":{}}}""", ChunkKind.Other)]
    [InlineData("""{"choices":[null,7,"x",[]]}""", ChunkKind.Chunk)]
    [InlineData("""{"usage":{"completion_tokens":1}}""", ChunkKind.Chunk)]
    [InlineData("""{"usage":null}""", ChunkKind.Other)]
    [InlineData("""{"choices":[{"delta":{"content":"a""", ChunkKind.Malformed)]
    [InlineData("plain text", ChunkKind.Malformed)]
    [InlineData("""{"error":null,"choices":[]}""", ChunkKind.Chunk)]
    [InlineData("""{"error":"","choices":[]}""", ChunkKind.Chunk)]
    [InlineData("""{"error":false}""", ChunkKind.Other)]
    public void ReadEvent_data_has_its_kind(string data, ChunkKind kind)
    {
        var facts = Events.Read(data);
        Assert.Equal(kind, facts.Kind);
        Assert.Equal(GeneratedKind.None, facts.Generated);
        if (kind == ChunkKind.Malformed)
            Assert.Equal(0, facts.ChoiceCount);
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","code":500}}""", "", "m", "t", "500")]
    [InlineData("""{"error":{"code":"c","message":"m"}}""", "", "m", null, "c")]
    [InlineData("""{"error":"m"}""", "", "m", null, null)]
    [InlineData("""{"error":{"reason":7}}""", "", """{"reason":7}""", null, null)]
    [InlineData("""{"object":"error","message":"m","type":"t","param":null,"code":400}""", "", "m", "t", "400")]
    [InlineData("""{"message":"m","code":400,"object":"error"}""", "", "m", null, "400")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", "error", "m", "overloaded_error", null)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"m"}}""", "", "m", null, "502")]
    [InlineData("""{"choices":[{"index":0,"error":{"code":502,"message":"m"}}]}""", "", "m", null, "502")]
    [InlineData("""{"message":"m"}""", "error", "m", null, null)]
    [InlineData("""{"detail":"m"}""", "error", "m", null, null)]
    [InlineData("Generation failed", "error", "Generation failed", null, null)]
    [InlineData("", "error", null, null, null)]
    public void ReadEvent_error_in_any_shape_is_an_error(string data, string type, string? message, string? errorType, string? code)
    {
        var facts = Events.Read(data, type);
        Assert.Equal(ChunkKind.Error, facts.Kind);
        Assert.Equal(new ApiError(message, errorType, code), facts.Error);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":3}""", 7, 3, null, null)]
    [InlineData("""{"prompt_tokens":7.0,"completion_tokens":3e0}""", 7, 3, null, null)]
    [InlineData("""{"prompt_tokens":"7","completion_tokens":null}""", 7, null, null, null)]
    [InlineData("""{"completion_tokens":3,"completion_tokens_details":{"reasoning_tokens":2},"prompt_tokens_details":{"cached_tokens":0}}""", null, 3, 0, 2)]
    [InlineData("""{"completion_tokens":3,"reasoning_tokens":2,"prompt_cache_hit_tokens":4}""", null, 3, 4, 2)]
    [InlineData("""{"completion_tokens":3,"completion_tokens_details":null,"prompt_tokens_details":[]}""", null, 3, null, null)]
    [InlineData("""{"completion_tokens":3,"prompt_tokens":-1}""", null, 3, null, null)]
    [InlineData("""{"completion_tokens":3,"prompt_tokens":1e400}""", null, 3, null, null)]
    [InlineData("""{"completion_tokens":3,"prompt_tokens":99999999999999999999}""", null, 3, null, null)]
    [InlineData("""{"completion_tokens":3,"prompt_tokens":[1,{"completion_tokens":9}]}""", null, 3, null, null)]
    public void ReadEvent_usage_is_read_whatever_its_types(string usage, int? prompt, int? completion, int? cached, int? reasoning)
    {
        var facts = Events.Read($$$"""{"choices":[],"usage":{{{usage}}}}""");
        Assert.True(facts.HasUsage);
        Assert.Equal((prompt, completion, cached, reasoning), (facts.Usage.Prompt, facts.Usage.Completion, facts.Usage.Cached, facts.Usage.Reasoning));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"cost":1e-5}""")]
    public void ReadEvent_usage_without_numbers_is_no_usage(string usage)
        => Assert.False(Events.Read($$$"""{"choices":[],"usage":{{{usage}}}}""").HasUsage);

    [Theory]
    [InlineData("\"stop\"", "stop")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("7", null)]
    [InlineData("\"eos_\\u0074oken\"", "eos_token")]
    public void ReadEvent_finish_reason_is_a_word_or_nothing(string json, string? expected)
    {
        var facts = Events.Read($$$"""{"choices":[{"finish_reason":{{{json}}},"delta":{}}]}""");
        Assert.Equal(expected, facts.Choice(0).FinishReason);
    }

    [Fact]
    public void ReadEvent_usual_finish_reasons_are_shared_strings()
        => Assert.Same(FinishReasons.Stop, Events.Read("""{"choices":[{"finish_reason":"stop"}]}""").Choice(0).FinishReason);

    [Theory]
    [InlineData("3", 3)]
    [InlineData("\"3\"", 0)]
    [InlineData("-1", ChoiceFacts.UnknownIndex)]
    [InlineData("128", ChoiceFacts.UnknownIndex)]
    [InlineData("1e99", ChoiceFacts.UnknownIndex)]
    [InlineData("null", 0)]
    public void ReadEvent_choice_index_is_kept_within_bounds(string json, int expected)
        => Assert.Equal(expected, Events.Read($$$"""{"choices":[{"delta":{},"index":{{{json}}}}]}""").Choice(0).Index);

    [Fact]
    public void ReadEvent_many_choices_in_one_event_are_all_there()
    {
        var choices = string.Join(',', Enumerable.Range(0, 200).Select(i => $$$"""{"delta":{"content":"{{{i}}}"},"index":{{{i}}}}"""));
        var text = new TextCollector();
        var facts = Events.Read($$"""{"choices":[{{choices}}]}""", text: text);
        Assert.Equal(200, facts.ChoiceCount);
        Assert.Equal(127, facts.Choice(127).Index);
        Assert.Equal(ChoiceFacts.UnknownIndex, facts.Choice(128).Index);
        Assert.Equal("127", text.Text(127));
    }

    [Fact]
    public void ReadEvent_token_ids_are_counted()
    {
        var facts = Events.Read("""{"choices":[{"index":0,"delta":{"content":""},"token_ids":[1,[2],3]}],"prompt_token_ids":[1,2,3,4]}""");
        Assert.Equal((GeneratedKind.TokenIds, 3), (facts.Generated, facts.Choice(0).TokenIds));
        Assert.Equal(GeneratedKind.None, Events.Read("""{"choices":[{"delta":{},"token_ids":[]}]}""").Generated);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("Infinity")]
    public void ReadEvent_number_that_is_none_is_read_and_flagged(string number)
    {
        var text = new TextCollector();
        var facts = Events.Read($$$"""{"choices":[{"delta":{"content":"NaN -Infinity \" Infinity"},"logprobs":{"logprob":{{{number}}}}}]}""", text: text);
        Assert.Equal((ChunkKind.Chunk, true), (facts.Kind, facts.NotStrict));
        Assert.Equal("NaN -Infinity \" Infinity", text.Text(0));
    }

    [Fact]
    public void ReadEvent_deep_nesting_is_read_or_malformed()
    {
        string Nested(int depth) => $$$"""{"choices":[{"delta":{"content":"a"},"x":{{{new string('[', depth)}}}{{{new string(']', depth)}}}}]}""";
        Assert.Equal(ChunkKind.Chunk, Events.Read(Nested(200)).Kind);
        Assert.Equal(ChunkKind.Malformed, Events.Read(Nested(100_000)).Kind);
    }

    [Fact]
    public void ReadEvent_duplicate_keys_keep_every_evidence()
    {
        var facts = Events.Read("""{"choices":[{"delta":{"content":"a","content":""},"index":0,"index":0}],"usage":null,"usage":{"completion_tokens":1}}""");
        Assert.Equal(GeneratedKind.Content, facts.Generated);
        Assert.Equal(1, facts.Usage.Completion);
    }

    [Fact]
    public void ReadEvent_malformed_event_leaves_no_text_behind()
    {
        var text = new TextCollector();
        Events.Read("""{"choices":[{"delta":{"content":"half"}}]""", text: text);
        Assert.Empty(text.Choices);
    }

    [Fact]
    public void ReadEvent_long_error_text_is_capped()
        => Assert.Equal(2048, Events.Read($$$"""{"error":"{{{new string('x', 100_000)}}}"}""").Error!.Message!.Length);
}
