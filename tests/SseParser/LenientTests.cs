using System.Text;
using System.Text.Json;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>Bodies that real servers and gateways send: the events stay strict, and the rest is there for a caller that wants it.</summary>
public sealed class LenientTests
{
    public static TheoryData<string> Ids => SseVector.LenientIds;

    [Fact]
    public void Vectors_all_are_there() => Assert.Equal(34, SseVector.Lenient.Count);

    [Theory, MemberData(nameof(Ids))]
    public void SseReader_lenient_body_dispatches_what_whatwg_dispatches(string id)
    {
        SseVector vector = SseVector.Lenient[id];
        JsonElement whatwg = vector.Expected.GetProperty("whatwg");
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            foreach (ReadTrace trace in new[] { Delivery.Whole(vector.Body, layout), Delivery.ByteByByte(vector.Body, layout) })
            {
                Assert.Equal(
                    whatwg.GetProperty("events").EnumerateArray().Select(item => (item.GetProperty("type").GetString(), item.GetProperty("data").GetString(),
                        item.GetProperty("id").GetString(), Clamped(item.GetProperty("retry")))),
                    trace.Dispatched.Select(item => ((string?)item.Type, (string?)item.Data, (string?)item.Id, item.Retry)));
                Assert.Equal(whatwg.GetProperty("pending_at_eof").GetBoolean(), trace.Tail is not null || trace.PartialLine != SsePartialLine.None);
            }
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void SseReader_lenient_body_gives_a_caller_all_that_its_rules_need(string id)
    {
        SseVector vector = SseVector.Lenient[id];
        JsonElement profiler = vector.Expected.GetProperty("profiler");
        ReadTrace trace = Delivery.ByteByByte(vector.Body);
        List<string> data = [];
        HashSet<string> flags = [];

        foreach (ReadEvent item in trace.Dispatched)
        {
            if (data.Contains("[DONE]"))
                continue;
            if (item.DataLineCount > 1 && !IsDocument(item.Data) && item.Data.Split('\n').All(Counts))
                data.AddRange(item.Data.Split('\n'));
            else if (item.Data.Length > 0)
                data.Add(item.Data);
        }

        bool tailCounts = trace.Tail is not null && Counts(trace.Tail.Data);
        if (tailCounts)
            data.Add(trace.Tail!.Data);
        Flag("unterminated_final_event", tailCounts);
        Flag("partial_final_line", !tailCounts && (trace.Tail is not null || trace.PartialLine == SsePartialLine.Other));
        Flag("event_without_data", trace.EventsWithoutData > 0);
        Flag("unknown_lines", trace.UnknownLines > 0);
        Flag("error_field", trace.Events.Any(item => item.Kind == SseEventKind.ErrorField));
        Flag("retry_overflow", trace.Retry == long.MaxValue);

        Assert.Equal(profiler.GetProperty("data").EnumerateArray().Select(item => item.GetString()), data);
        Assert.Equal(
            profiler.GetProperty("flags").EnumerateArray().Select(item => item.GetString()!).Where(IsOfThisLayer).Order(StringComparer.Ordinal),
            flags.Order(StringComparer.Ordinal));

        void Flag(string name, bool isSet)
        {
            if (isSet)
                flags.Add(name);
        }
    }

    private static bool IsOfThisLayer(string flag) => flag
        is "unterminated_final_event" or "partial_final_line" or "event_without_data" or "unknown_lines" or "error_field" or "retry_overflow";

    // The tail rule: nothing shorter than a whole document can pass, so a cut one never counts.
    private static bool Counts(string data) => data == "[DONE]" || IsDocument(data);

    private static bool IsDocument(string data)
    {
        Utf8JsonReader json = new(Encoding.UTF8.GetBytes(data));
        try
        {
            return json.Read() && json.TrySkip() && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static long? Clamped(JsonElement retry) => retry.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => long.MaxValue,
        _ => retry.GetInt64(),
    };
}
