using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Chunks;

/// <summary>The bodies of real servers over a real socket, whole and cut: the record must hold the known facts each time.</summary>
/// <remarks>On the scripted server: each body comes with its own status and content type, and the largest are too long for a script.</remarks>
[Trait("case", "streams")]
[Collection(AloneGroup.Name)]
public sealed class StreamVectorTests
{
    private const int Large = 64 * 1024;

    [Theory]
    [InlineData("chat", 0)]
    [InlineData("chat", 1)]
    [InlineData("chat", 7)]
    [InlineData("chat", 61)]
    [InlineData("completions", 0)]
    [InlineData("completions", 1)]
    [InlineData("completions", 13)]
    [InlineData("responses", 0)]
    [InlineData("responses", 1)]
    [InlineData("responses", 17)]
    [InlineData("messages", 0)]
    [InlineData("messages", 1)]
    [InlineData("messages", 19)]
    public async Task Body_of_a_server_gives_its_known_facts_however_it_is_cut(string api, int segment)
    {
        var vectors = StreamVector.All(api);
        Assert.NotEmpty(vectors);
        using var played = await Play.AllAsync([.. vectors.Select(v => Answer(v, segment))], "--endpoint", api);
        var requests = played.File.Requests;
        Assert.Equal(vectors.Count, requests.Count);
        var wrong = vectors.SelectMany((v, i) => Differences(v, requests[i])).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Body_of_a_server_that_speaks_ndjson_is_a_protocol_error()
    {
        var vector = StreamVector.All("other").Single(v => v.ErrorClass == "not_sse_ndjson");
        using var played = await Play.OnceAsync(Answer(vector, 0));
        Expect.Outcome("protocol_error", played.Request);
    }

    private static Reply Answer(StreamVector vector, int segment)
    {
        var size = vector.Body.Length > Large && segment > 0 ? 4099 : segment;
        return Reply.Sse(vector.Body).WithStatus(vector.Status).WithContentType(vector.ContentType).Segmented(size);
    }

    private static IEnumerable<string> Differences(StreamVector vector, RequestRow request)
    {
        if (request.Outcome != vector.Outcome)
            yield return Say("outcome", vector.Outcome, request.Outcome);
        if (vector.Outcome == "not_streamed")
            yield break;
        if (vector.HasToken != request.TtftMs is not null)
            yield return Say("ttft", vector.HasToken, request.TtftMs);
        if (vector.HasVisible != request.TtfcMs is not null)
            yield return Say("ttfc", vector.HasVisible, request.TtfcMs);
        // Continuous usage shows tokens on a chunk without text as well, such as the finish chunk.
        var counted = vector.Name.Contains("continuous", StringComparison.Ordinal) ? 1 : 0;
        if (request.TokenEvents < vector.TokenChunks || request.TokenEvents > vector.TokenChunks + counted)
            yield return Say("token events", vector.TokenChunks, request.TokenEvents);
        if (request.DoneMarker != vector.Done > 0)
            yield return Say("done", vector.Done, request.DoneMarker);
        if (vector.Has("empty_data_events") ? request.Comments <= vector.Count("comments") : request.Comments != vector.Count("comments"))
            yield return Say("comments", vector.Count("comments"), request.Comments);
        if (!vector.Has("empty_data_events") && !vector.Has("duplicate_done") && request.Events != vector.Count("data_events"))
            yield return Say("events", vector.Count("data_events"), request.Events);
        foreach (var difference in FinishDifferences().Concat(UsageDifferences()).Concat(WarningDifferences()))
            yield return difference;

        IEnumerable<string> FinishDifferences()
        {
            foreach (var finish in vector.Expect.GetProperty("finish_reason").EnumerateObject())
            {
                var index = int.Parse(finish.Name, System.Globalization.CultureInfo.InvariantCulture);
                var actual = index < request.FinishReasons.Count ? request.FinishReasons[index] : null;
                if (actual != finish.Value.GetString())
                    yield return Say("finish " + finish.Name, finish.Value.GetString(), actual);
            }
        }

        IEnumerable<string> UsageDifferences()
        {
            var usage = vector.Expect.GetProperty("usage");
            if (usage.ValueKind != JsonValueKind.Object)
                yield break;
            if (request.OutputTokens != usage.GetProperty("completion_tokens").GetInt64())
                yield return Say("output tokens", usage.GetProperty("completion_tokens"), request.OutputTokens);
            if (request.PromptTokens != usage.GetProperty("prompt_tokens").GetInt64())
                yield return Say("prompt tokens", usage.GetProperty("prompt_tokens"), request.PromptTokens);
        }

        IEnumerable<string> WarningDifferences()
        {
            (bool Expected, string Word)[] words =
            [
                (vector.Outcome == "ok" && vector.Has("missing_done") && vector.Api is not ("responses" or "messages"), "no_done"),
                (vector.Has("unterminated_final_event"), "unterminated_event"),
                (vector.Has("malformed_json"), "malformed_event"),
                (vector.Has("duplicate_done") || vector.Has("data_after_done"), "after_done"),
                (vector.Has("invalid_utf8"), "invalid_utf8"),
            ];
            foreach (var (expected, word) in words)
            {
                if (expected != request.Warnings.Contains(word))
                    yield return Say("warning " + word, expected, !expected);
            }
        }

        string Say(string what, object? expected, object? actual) => $"{vector.Name}: {what} is {actual ?? "null"} instead of {expected ?? "null"}";
    }
}
