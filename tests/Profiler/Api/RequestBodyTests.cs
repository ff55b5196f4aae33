using System.Buffers;
using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;

namespace VllmStream.Tests.Profiler.Api;

public sealed class RequestBodyTests
{
    private static readonly RequestSpec Full = new()
    {
        Model = "m",
        Prompt = "héllo \"you\" 你好\n",
        System = "be brief",
        Stream = true,
        IncludeUsage = true,
        ContinuousUsage = true,
        MaxTokens = 16,
        Choices = 2,
        IgnoreEos = true,
        Temperature = 0.5,
        TopP = 0.9,
        Seed = 7,
    };

    private static readonly RequestSpec Plain = new() { Model = "m", Prompt = "p", Stream = false };

    [Fact]
    public void ChatEndpoint_full_request_has_every_member()
        => Assert.Equal(
            """{"model":"m","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"héllo \"you\" 你好\n"}],"stream":true,"stream_options":{"include_usage":true,"continuous_usage_stats":true},"max_tokens":16,"min_tokens":16,"ignore_eos":true,"n":2,"temperature":0.5,"top_p":0.9,"seed":7}""",
            Write(new ChatEndpoint(), Full));

    [Fact]
    public void ChatEndpoint_plain_request_has_no_more_than_it_needs()
        => Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"p"}],"stream":false}""", Write(new ChatEndpoint(), Plain));

    [Fact]
    public void CompletionsEndpoint_request_has_a_prompt()
        => Assert.Equal(
            """{"model":"m","prompt":"p","stream":true,"stream_options":{"include_usage":true},"max_tokens":4}""",
            Write(new CompletionsEndpoint(), Plain with { Stream = true, IncludeUsage = true, MaxTokens = 4 }));

    [Fact]
    public void CompletionsEndpoint_system_text_stands_before_the_prompt()
        => Assert.StartsWith("""{"model":"m","prompt":"s\n\np",""", Write(new CompletionsEndpoint(), Plain with { System = "s" }), StringComparison.Ordinal);

    [Fact]
    public void ResponsesEndpoint_full_request_has_its_own_names()
        => Assert.Equal(
            """{"model":"m","instructions":"be brief","input":"héllo \"you\" 你好\n","stream":true,"max_output_tokens":16,"temperature":0.5,"top_p":0.9,"ignore_eos":true}""",
            Write(new ResponsesEndpoint(), Full));

    [Fact]
    public void MessagesEndpoint_full_request_has_its_own_names_and_always_a_limit()
    {
        Assert.Equal(
            """{"model":"m","max_tokens":16,"system":"be brief","messages":[{"role":"user","content":"héllo \"you\" 你好\n"}],"stream":true,"temperature":0.5,"top_p":0.9}""",
            Write(new MessagesEndpoint(), Full));
        Assert.Contains("\"max_tokens\":1024", Write(new MessagesEndpoint(), Plain), StringComparison.Ordinal);
    }

    [Fact]
    public void EmbeddingsEndpoint_request_has_an_input_and_no_sampling()
        => Assert.Equal("""{"model":"m","input":"héllo \"you\" 你好\n"}""", Write(new EmbeddingsEndpoint(), Full));

    [Fact]
    public void RerankEndpoint_and_ScoreEndpoint_hold_texts_against_the_prompt()
    {
        var request = Plain with { Documents = ["a", "b"] };
        Assert.Equal("""{"model":"m","query":"p","documents":["a","b"]}""", Write(new RerankEndpoint(), request));
        Assert.Equal("""{"model":"m","text_1":"p","text_2":["a","b"]}""", Write(new ScoreEndpoint(), request));
    }

    [Fact]
    public void ModelsEndpoint_and_a_plain_path_have_no_body_of_their_own()
    {
        Assert.Equal("", Write(new ModelsEndpoint(), Full));
        Assert.Equal("", Write(new PlainEndpoint("/health"), Plain));
        Assert.Equal("""{"a": 1}""", Write(new PlainEndpoint("/x"), Plain with { ExtraBody = """{"a": 1}""" }));
    }

    [Fact]
    public void WriteBody_history_stands_between_system_message_and_prompt()
    {
        var request = Plain with { System = "s", History = [new ChatMessage("user", "1"), new ChatMessage("assistant", "2")] };
        const string Said = """{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":"p"}]""";
        Assert.Contains("""{"role":"system","content":"s"},""" + Said, Write(new ChatEndpoint(), request), StringComparison.Ordinal);
        Assert.Contains("\"input\":[" + Said, Write(new ResponsesEndpoint(), request), StringComparison.Ordinal);
        Assert.Contains("\"messages\":[" + Said, Write(new MessagesEndpoint(), request), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteBody_usage_is_not_asked_of_an_answer_that_is_not_streamed()
        => Assert.DoesNotContain("stream_options", Write(new ChatEndpoint(), Plain with { IncludeUsage = true }), StringComparison.Ordinal);

    [Fact]
    public void WriteBody_extra_members_are_added_and_replace_ours()
        => Assert.Equal(
            """{"model":"m","stream":true,"temperature":0,"messages":[],"stream_options":null,"top_k":5}""",
            Write(new ChatEndpoint(), Plain with { Stream = true, IncludeUsage = true, Temperature = 1, ExtraBody = """{"temperature":0, "messages":[], "stream_options":null,"top_k":5}""" }));

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    public void WriteBody_extra_body_that_is_no_object_throws(string extra)
        => Assert.ThrowsAny<JsonException>(() => Write(new ChatEndpoint(), Plain with { ExtraBody = extra }));

    [Fact]
    public void WriteBody_lone_surrogate_in_a_prompt_becomes_a_replacement_character()
    {
        using var json = JsonDocument.Parse(Write(new ChatEndpoint(), Plain with { Prompt = "a\ud83d" }));
        Assert.Equal("a\uFFFD", json.RootElement.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public void Endpoints_have_their_words_and_paths()
    {
        Assert.Equal(("chat", "chat/completions"), (new ChatEndpoint().Name, new ChatEndpoint().Path));
        Assert.Equal(("completions", "completions"), (new CompletionsEndpoint().Name, new CompletionsEndpoint().Path));
    }

    private static string Write(IEndpoint endpoint, RequestSpec request)
    {
        var body = new ArrayBufferWriter<byte>();
        endpoint.WriteBody(body, request);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
