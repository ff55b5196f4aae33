using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>The end of the body before a blank line.</summary>
public sealed class TailTests
{
    [Theory]
    [SseSample("data: x\n\nevent: t\ndata: a\n", "event: t\ndata: a", "event: t\ndata:a", "event: t\n: c\ndata: a\n", "event: t\ndata: a\n: cut", "event: t\ndata: a\nid: 1\n")]
    public void Tail_open_block_is_handed_out_as_unterminated(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.NotNull(trace.Tail);
        Assert.Equal((SseEventKind.Unterminated, "t", "a", 1), (trace.Tail.Kind, trace.Tail.Type, trace.Tail.Data, trace.Tail.DataLineCount));
        Assert.Equal(sample.Body.Length, trace.Tail.EndOffset);
        Assert.Equal("", trace.LastEventId);
    }

    [Theory]
    [SseSample("data: a\ndata: b", "data: a\ndata: b\n", "data: a\n: c\ndata: b\n")]
    public void Tail_lines_are_joined_as_in_an_event(SseSample sample) =>
        Assert.Equal(("a\nb", 2), (sample.Read().Tail!.Data, sample.Read().Tail!.DataLineCount));

    [Theory]
    [SseSample("data: a\n\ndat", "data", "d", "event: x", "event: x\nid", "id: 1", "retry: 5", "unknown", "{\"a\":1}", "data: a\n\nev")]
    public void Tail_cut_line_without_data_gives_nothing(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Null(trace.Tail);
        Assert.Equal(SsePartialLine.Other, trace.PartialLine);
        Assert.Null(trace.Retry);
    }

    [Theory]
    [SseSample(": cut", ":", "data: a\n\n: cut", "event: x\n: cut")]
    public void Tail_cut_comment_gives_nothing(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Null(trace.Tail);
        Assert.Equal((SsePartialLine.Comment, 0), (trace.PartialLine, trace.Comments));
    }

    [Theory]
    [SseSample("", "\n", "data: a\n\n", "event: x\n", "id: 1\nretry: 2\n", ": c\n", "data: a\n\nunknown\n")]
    public void Tail_body_that_ends_with_a_line_and_no_data_is_clean(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Null(trace.Tail);
        Assert.Equal(SsePartialLine.None, trace.PartialLine);
    }

    [Theory]
    [SseSample("data: a\ndat", "data: a\nid: 4")]
    public void Tail_complete_data_before_a_cut_field_name_is_handed_out_with_a_hint(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Equal("a", trace.Tail?.Data);
        Assert.Equal(SsePartialLine.Other, trace.PartialLine);
    }

    [Fact]
    public void Complete_alone_hands_out_events_and_then_the_tail()
    {
        SseReader reader = new();
        System.Buffers.ReadOnlySequence<byte> input = new("data: a\n\ndata: b\n\ndata: c"u8.ToArray());
        List<string> data = [];
        while (reader.Complete(ref input, out SseEvent sseEvent))
            data.Add($"{System.Text.Encoding.UTF8.GetString(sseEvent.Data)} {sseEvent.IsUnterminated} {sseEvent.EndOffset}");
        Assert.Equal(["a False 9", "b False 18", "c True 25"], data);
    }
}
