using System.Text.Json;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

public sealed class ReasoningTests
{
    private const string Chat = "v1/chat/completions";
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Is it raining?\"}],\"temperature\":0";
    private const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{}}}]";

    private static readonly SimulatorOptions Thinking = Simulated.Fast with { ReasoningTokens = 3, AnswerTokens = 9 };

    [Theory]
    [InlineData("")]
    [InlineData("tokens-per-event(2)")]
    [InlineData("one-event")]
    public async Task Thought_comes_first_and_the_whole_answer_has_the_same(string fault)
    {
        await using var simulated = await Simulated.StartAsync(Thinking with { Faults = fault.Length == 0 ? [] : [fault] });
        var message = (await simulated.AnswerAsync(Chat, "{" + Messages + "}")).GetProperty("choices")[0].GetProperty("message");
        var events = await simulated.StreamAsync(Chat, "{" + Messages + ",\"stream\":true}");
        Assert.Equal(3, message.GetProperty("reasoning").GetString()!.Split(' ').Length);
        Assert.Equal(5, message.GetProperty("content").GetString()!.Split(' ').Length);
        Assert.Equal(message.GetProperty("reasoning").GetString(), Joined(events, "reasoning"));
        Assert.Equal(message.GetProperty("content").GetString(), Joined(events, "content"));
    }

    [Theory]
    [InlineData("reasoning", true, false)]
    [InlineData("reasoning_content", false, true)]
    [InlineData("both", true, true)]
    public async Task Thought_stands_under_the_names_of_the_server(string field, bool isNew, bool isOld)
    {
        await using var simulated = await Simulated.StartAsync(Thinking with { Faults = [$"reasoning-field({field})"] });
        var events = await simulated.StreamAsync(Chat, "{" + Messages + ",\"stream\":true}");
        Assert.Equal(isNew, Joined(events, "reasoning").Length > 0);
        Assert.Equal(isOld, Joined(events, "reasoning_content").Length > 0);
    }

    [Theory]
    [InlineData(",\"include_reasoning\":false")]
    [InlineData(",\"reasoning_effort\":\"none\"")]
    [InlineData(",\"chat_template_kwargs\":{\"enable_thinking\":false}")]
    public async Task Thinking_can_be_switched_off(string fields)
    {
        await using var simulated = await Simulated.StartAsync(Thinking);
        var events = await simulated.StreamAsync(Chat, "{" + Messages + fields + ",\"stream\":true}");
        Assert.Equal("", Joined(events, "reasoning"));
        Assert.Equal(8, Joined(events, "content").Split(' ').Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tokens-per-event(3)")]
    [InlineData("one-event")]
    public async Task Tool_call_has_a_name_first_and_arguments_that_are_json(string fault)
    {
        await using var simulated = await Simulated.StartAsync(Thinking with { ToolCalls = true, Faults = fault.Length == 0 ? [] : [fault] });
        var events = await simulated.StreamAsync(Chat, "{" + Messages + Tools + ",\"stream\":true}");
        var calls = Deltas(events).Where(delta => delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls")[0]).ToList();
        Assert.Equal("weather", calls[0].GetProperty("function").GetProperty("name").GetString());
        Assert.All(calls.Skip(1), call => Assert.False(call.TryGetProperty("id", out _)));
        var arguments = string.Concat(calls.Select(call => call.GetProperty("function").GetProperty("arguments").GetString()));
        Assert.Equal(4, Simulated.Json(arguments).GetProperty("text").GetString()!.Split(' ').Length);
        Assert.Contains("\"finish_reason\":\"tool_calls\"", events[^2], StringComparison.Ordinal);

        var choice = (await simulated.AnswerAsync(Chat, "{" + Messages + Tools + "}")).GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        Assert.Equal(arguments, choice.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Tools + ",\"tool_choice\":\"none\"")]
    public async Task Request_without_tools_gets_words(string fields)
    {
        await using var simulated = await Simulated.StartAsync(Thinking with { ToolCalls = true });
        var events = await simulated.StreamAsync(Chat, "{" + Messages + fields + ",\"stream\":true}");
        Assert.NotEqual("", Joined(events, "content"));
        Assert.Contains("\"finish_reason\":\"stop\"", events[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Echo_is_a_chunk_of_the_prompt_that_counts_no_token()
    {
        await using var simulated = await Simulated.StartAsync();
        const string fields = ",\"echo\":true,\"max_tokens\":3,\"ignore_eos\":true";
        var events = await simulated.StreamAsync(Chat, "{" + Messages + fields + ",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}}");
        Assert.Equal("Is it raining?", Simulated.Json(events[1]).GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString());
        Assert.Equal(0, Simulated.Json(events[1]).GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        var whole = await simulated.AnswerAsync(Chat, "{" + Messages + fields + "}");
        Assert.Equal(whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), Joined(events, "content"));
    }

    private static IEnumerable<JsonElement> Deltas(IEnumerable<string> events) =>
        events.SkipLast(1).Select(Simulated.Json).Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0).Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"));

    private static string Joined(IEnumerable<string> events, string name) =>
        string.Concat(Deltas(events).Select(delta => delta.TryGetProperty(name, out var text) ? text.GetString() : ""));
}
