using System.Text.Json;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

/// <summary>Compares what an answer gave with what its vector expects; the words of the vectors are in tests/Data/README.md.</summary>
internal static class VectorFacts
{
    public static void Check(StreamVector vector, Func<IEndpoint, Answer> run)
    {
        var expect = vector.Expect;
        var inner = EndpointTable.Of(EndpointNames.OfName(vector.Api) ?? EndpointKind.Chat, plainPath: null);
        var isTyped = inner is ResponsesEndpoint or MessagesEndpoint;
        var endpoint = new CountingEndpoint(inner);
        var answer = run(endpoint);
        var result = answer.Result;

        var events = result.Events + result.Heartbeats;
        Assert.Equal(expect.GetProperty("data_events").GetInt32(), events);
        Assert.Equal(expect.GetProperty("comments").GetInt32(), result.Comments);
        Assert.Equal(expect.GetProperty("done").GetInt32(), result.DoneCount);
        // The typed APIs end without [DONE].
        CheckFlags(expect.GetProperty("flags"), result, isTyped ? ["missing_done"] : []);
        CheckOutcome(expect.GetProperty("error"), result);
        if (result.Outcome == Outcome.NotStreamed)
            return;

        Assert.Equal(expect.GetProperty("content_chunks").GetInt32(), endpoint.ContentChunks);
        Assert.Equal(expect.GetProperty("reasoning_chunks").GetInt32(), endpoint.ReasoningChunks);
        Assert.Equal(expect.GetProperty("tool_chunks").GetInt32(), endpoint.ToolChunks);
        CheckFirst(expect, answer, endpoint);
        CheckUsage(expect.GetProperty("usage"), result);
        CheckChoices(expect, answer);
    }

    private static void CheckFlags(JsonElement flags, AnswerResult result, string[] except)
    {
        var expected = flags.EnumerateArray().Select(flag => flag.GetString()!).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Flags(result).Except(except).Order(StringComparer.Ordinal));
    }

    internal static IEnumerable<string> Flags(AnswerResult result)
    {
        var isStream = result.IsEventStream || result.Bytes == 0;
        if (isStream && result.DoneCount == 0)
            yield return "missing_done";
        if (result.DoneCount > 1)
            yield return "duplicate_done";
        if (result.DoneCount == 1 && result.Warnings.HasFlag(StreamWarnings.AfterDone))
            yield return "data_after_done";
        if (result.Warnings.HasFlag(StreamWarnings.UnterminatedEvent))
            yield return "unterminated_final_event";
        if (result.HasPartialTail)
            yield return "partial_final_line";
        if (result.SplitEvents > 0)
            yield return "single_newline_separated";
        else if (result.Warnings.HasFlag(StreamWarnings.MalformedEvent))
            yield return "malformed_json";
        if (result.Heartbeats > 0)
            yield return "empty_data_events";
        if (result.ErrorFields > 0)
            yield return "error_field";
        if (result.Warnings.HasFlag(StreamWarnings.InvalidUtf8))
            yield return "invalid_utf8";
    }

    private static void CheckOutcome(JsonElement error, AnswerResult result)
    {
        if (error.ValueKind == JsonValueKind.Null)
        {
            Assert.Equal(Outcome.Ok, result.Outcome);
            Assert.Null(result.Error);
            return;
        }

        switch (error.GetProperty("class").GetString())
        {
            case "server_error":
                Assert.Equal(result.TokenEvents > 0 ? Outcome.ErrorInbandPartial : Outcome.ErrorInband, result.Outcome);
                Assert.Equal(Word(error, "message"), result.InbandError!.Message);
                Assert.Equal(Word(error, "type"), result.InbandError.Type);
                Assert.Equal(Word(error, "code"), result.InbandError.Code);
                break;
            // A finished answer whose reason is on the record: it took the time of an answer and has its tokens.
            case "content_filter":
                Assert.Equal(Outcome.Ok, result.Outcome);
                Assert.Contains(FinishReasons.ContentFilter, result.FinishReasons);
                break;
            case "truncated" or "empty_stream":
                Assert.Equal(Outcome.Truncated, result.Outcome);
                break;
            case "not_sse_json":
                Assert.Equal(Outcome.NotStreamed, result.Outcome);
                break;
            case var other:
                Assert.Equal(Outcome.ProtocolError, result.Outcome);
                Assert.Equal(other, "not_sse_" + result.Error!.Kind);
                break;
        }
    }

    private static string? Word(JsonElement error, string name)
        => error.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static void CheckFirst(JsonElement expect, Answer answer, CountingEndpoint endpoint)
    {
        var generated = expect.GetProperty("first_generated");
        Assert.Equal(generated.ValueKind != JsonValueKind.Null, answer.Marks.FirstToken != 0);
        if (generated.ValueKind != JsonValueKind.Null)
        {
            Assert.Equal(generated.GetProperty("event").GetInt32(), endpoint.FirstGenerated!.Value.Event);
            Assert.Equal(generated.GetProperty("kind").GetString()!.Replace("_", ""), Best(endpoint.FirstGenerated.Value.Kind), ignoreCase: true);
        }

        var visible = expect.GetProperty("first_visible");
        Assert.Equal(visible.ValueKind == JsonValueKind.Null ? null : visible.GetInt32(), endpoint.FirstVisible);
        Assert.Equal(visible.ValueKind != JsonValueKind.Null, answer.Marks.FirstVisible != 0);
        var error = expect.GetProperty("error");
        if (error.ValueKind != JsonValueKind.Null && error.GetProperty("class").GetString() == "server_error")
            Assert.Equal(error.GetProperty("event").GetInt32(), endpoint.FirstError);
    }

    private static string Best(GeneratedKind kinds) => (kinds & (GeneratedKind)(-(int)kinds)).ToString();

    private static void CheckUsage(JsonElement usage, AnswerResult result)
    {
        if (usage.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(result.PromptTokens);
            Assert.NotEqual(TokenSource.UsageFinal, result.TokenSource);
            return;
        }

        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt64(), result.PromptTokens);
        Assert.Equal(usage.GetProperty("completion_tokens").GetInt64(), result.OutputTokens);
        // What stands in front of an error is no final count.
        if (result.InbandError is null)
            Assert.Equal(TokenSource.UsageFinal, result.TokenSource);
    }

    private static void CheckChoices(JsonElement expect, Answer answer)
    {
        var reasons = answer.Result.FinishReasons.Select((reason, index) => (reason, index)).Where(r => r.reason is not null);
        Assert.Equal(
            expect.GetProperty("finish_reason").EnumerateObject().Select(r => (int.Parse(r.Name), r.Value.GetString())).OrderBy(r => r.Item1),
            reasons.Select(r => (r.index, r.reason)).OrderBy(r => r.index));
        CheckText(expect.GetProperty("text"), answer, answer.Text.Text);
        CheckText(expect.GetProperty("reasoning"), answer, answer.Text.Reasoning);
        var calls = expect.GetProperty("tool_calls").EnumerateObject().ToDictionary(c => int.Parse(c.Name), c => c.Value);
        foreach (var choice in answer.Text.Choices.Union(calls.Keys))
        {
            var expected = calls.TryGetValue(choice, out var list) ? list.EnumerateArray().Select(Call) : [];
            Assert.Equal(expected, answer.Text.ToolCalls(choice));
        }
    }

    private static ToolCallText Call(JsonElement call) => new(
        call.GetProperty("index").GetInt32(),
        call.GetProperty("id").GetString(),
        call.GetProperty("name").GetString(),
        call.GetProperty("arguments").GetString()!);

    private static void CheckText(JsonElement expected, Answer answer, Func<int, string> actual)
    {
        var texts = expected.EnumerateObject().ToDictionary(t => int.Parse(t.Name), t => StreamVector.Expand(t.Value));
        foreach (var choice in answer.Text.Choices.Union(texts.Keys))
            Assert.Equal(texts.GetValueOrDefault(choice, ""), actual(choice));
    }
}
