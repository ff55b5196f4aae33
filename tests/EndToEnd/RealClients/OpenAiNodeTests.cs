using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.RealClients;

/// <summary>The official npm client against the simulator: what it reads is what the simulator's log says it sent.</summary>
/// <remarks>The official .NET client is held against it in the simulator's own tests; it has no client for completions, this one has.</remarks>
[Trait("case", "sim")]
[Trait("transport", "any")]
public sealed class OpenAiNodeTests(NodeFacts facts) : IClassFixture<NodeFacts>
{
    // What the script asks for.
    private const int MaxTokens = 12;

    [Fact]
    public void Models_are_listed()
    {
        Assert.Equal(NodeFacts.Model, Assert.Single(facts["models"].EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("completion")]
    public void Whole_answer_has_the_text_and_usage_that_were_sent(string call)
    {
        var fact = facts[call];
        Assert.Equal((NodeFacts.Model, "length"), (fact.GetProperty("model").GetString(), fact.GetProperty("finish").GetString()));
        Assert.Equal(MaxTokens, Words(fact));
        ExpectUsageOfLog(fact, "prompt_tokens", "completion_tokens");
    }

    [Theory]
    [InlineData("chatStream", "chat")]
    [InlineData("completionStream", "completion")]
    public void Streamed_answer_has_the_chunks_and_usage_that_were_sent_and_the_text_of_the_whole_one(string call, string whole)
    {
        var fact = facts[call];
        Assert.Equal((NodeFacts.Model, "length"), (fact.GetProperty("model").GetString(), fact.GetProperty("finish").GetString()));
        // The same prompt and seed, so the same text.
        Assert.Equal(facts[whole].GetProperty("text").GetString(), fact.GetProperty("text").GetString());
        var log = ExpectUsageOfLog(fact, "prompt_tokens", "completion_tokens");
        // [DONE] is an event of the stream that no client hands out.
        Assert.Equal(Sum(log, "sse") - 1, fact.GetProperty("chunks").GetInt32());
    }

    [Fact]
    public void Response_whole_and_streamed_has_the_text_and_usage_that_were_sent()
    {
        var whole = facts["response"];
        Assert.Equal((NodeFacts.Model, "incomplete", MaxTokens), (whole.GetProperty("model").GetString(), whole.GetProperty("status").GetString(), Words(whole)));
        ExpectUsageOfLog(whole, "input_tokens", "output_tokens");

        var stream = facts["responseStream"];
        Assert.Equal(("incomplete", MaxTokens, MaxTokens), (stream.GetProperty("status").GetString(), stream.GetProperty("deltas").GetInt32(), Words(stream)));
        Assert.Equal(stream.GetProperty("output").GetString(), stream.GetProperty("text").GetString());
        var log = ExpectUsageOfLog(stream, "input_tokens", "output_tokens");
        Assert.Equal(Sum(log, "sse"), stream.GetProperty("events").GetInt32());
    }

    [Fact]
    public void Embeddings_are_vectors_of_the_length_asked_for()
    {
        var fact = facts["embeddings"];
        Assert.Equal(NodeFacts.Model, fact.GetProperty("model").GetString());
        Assert.Equal([32, 32], fact.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal(1, fact.GetProperty("norm").GetDouble(), 3);
        // A token per four characters: 18 and 7 of them.
        Assert.Equal(7, fact.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData("wrongModel", 404, "not found")]
    [InlineData("wrongKey", 401, "authentication")]
    public void Refusal_is_the_error_class_that_the_client_has_for_it(string call, int status, string known)
    {
        Assert.Equal((status, known), (facts[call].GetProperty("status").GetInt32(), facts[call].GetProperty("known").GetString()));
    }

    private JsonElement ExpectUsageOfLog(JsonElement fact, string input, string output)
    {
        var log = facts.LogOf(fact);
        var usage = fact.GetProperty("usage");
        Assert.Equal(log.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty(input).GetInt32());
        Assert.Equal((MaxTokens, MaxTokens), (Sum(log, "tokens"), usage.GetProperty(output).GetInt32()));
        Assert.Equal(log.GetProperty("prompt_tokens").GetInt32() + MaxTokens, usage.GetProperty("total_tokens").GetInt32());
        return log;
    }

    // An event of the log: kind, due, write, flushed, choice, tokens, sse.
    private static int Sum(JsonElement log, string column) => log.GetProperty("events").EnumerateArray().Sum(e => e[column == "tokens" ? 5 : 6].GetInt32());

    private static int Words(JsonElement fact) => fact.GetProperty("text").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
