using System.Text.Json;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>What WHATWG says, on bodies collected from other parsers' tests.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Ids => SseVector.ConformanceIds;

    [Fact]
    public void Vectors_all_are_there() => Assert.Equal(324, SseVector.Conformance.Count);

    [Theory, MemberData(nameof(Ids))]
    public void SseReader_whole_body_gives_what_whatwg_dispatches(string id)
    {
        SseVector vector = SseVector.Conformance[id];
        foreach (Layout layout in Enum.GetValues<Layout>())
            Check(vector, Delivery.Whole(vector.Body, layout));
    }

    [Theory, MemberData(nameof(Ids))]
    public void SseReader_body_cut_in_two_anywhere_gives_what_whatwg_dispatches(string id)
    {
        SseVector vector = SseVector.Conformance[id];
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            for (int cut = 0; cut <= vector.Body.Length; cut++)
                Check(vector, Delivery.Read(vector.Body, [cut], layout));
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void SseReader_byte_by_byte_hands_each_event_out_at_the_first_byte_that_allows_it(string id)
    {
        SseVector vector = SseVector.Conformance[id];
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            ReadTrace trace = Delivery.ByteByByte(vector.Body, layout);
            Check(vector, trace);
            Assert.Equal(trace.Events.Select(item => item.EndOffset), trace.ArrivedAt);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void ReferenceReader_whole_body_gives_what_whatwg_dispatches(string id) =>
        Check(SseVector.Conformance[id], ReferenceReader.Read(SseVector.Conformance[id].Body));

    private static void Check(SseVector vector, ReadTrace trace)
    {
        JsonElement end = vector.Expected.GetProperty("eof");
        string expected = string.Join('\n', vector.Expected.GetProperty("events").EnumerateArray().Select(item => Line(
                item.GetProperty("type").GetString()!, item.GetProperty("data").GetString()!, item.GetProperty("id").GetString()!,
                Number(item.GetProperty("retry")), item.GetProperty("at").GetInt64())))
            + $"\ncomments {vector.Expected.GetProperty("comments")} pending {end.GetProperty("pending").GetBoolean()}"
            + $" id '{end.GetProperty("last_event_id")}' retry {Number(end.GetProperty("retry"))}";
        bool isPending = trace.Tail is not null || trace.PartialLine != SsePartialLine.None;
        string actual = string.Join('\n', trace.Dispatched.Select(item => Line(item.Type, item.Data, item.Id, item.Retry, item.EndOffset)))
            + $"\ncomments {trace.Comments} pending {isPending} id '{trace.LastEventId}' retry {trace.Retry}";
        Assert.Equal(expected, actual);
    }

    private static string Line(string type, string data, string id, long? retry, long at) =>
        $"type '{type}' data '{data}' id '{id}' retry {retry} at {at}";

    private static long? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetInt64();
}
