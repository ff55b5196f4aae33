using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>The field named <c>error</c>: handed out beside the events of the standard, never in their way.</summary>
public sealed class ErrorFieldTests
{
    [Theory]
    [SseSample("error: {\"code\":500}\n\n", "error:{\"code\":500}\n", ": c\nid: 7\nerror: {\"code\":500}\n\n", "data: a\nerror: {\"code\":500}\n")]
    public void Error_field_is_handed_out_at_the_end_of_its_line(SseSample sample)
    {
        ReadEvent only = Assert.Single(sample.Read().Events);
        Assert.Equal((SseEventKind.ErrorField, "message", "{\"code\":500}", 1), (only.Kind, only.Type, only.Data, only.DataLineCount));
    }

    [Theory]
    [SseSample("event: t\nid: 1\ndata: a\nerror: e\ndata: b\n\ndata: c\n\n", "error: e\nevent: t\ndata: a\ndata: b\nid: 1\n\ndata: c\n\n")]
    public void Error_field_leaves_the_block_around_it_alone(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Equal([("t", "a\nb", "1"), ("message", "c", "1")], trace.Dispatched.Select(item => (item.Type, item.Data, item.Id)));
        Assert.Equal("e", Assert.Single(trace.Events, item => item.Kind == SseEventKind.ErrorField).Data);
        Assert.Equal(0, trace.UnknownLines);
    }

    [Theory]
    [SseSample("error\n\n", "error:\n")]
    public void Error_field_may_be_empty(SseSample sample) => Assert.Equal("", Assert.Single(sample.Read().Events).Data);

    [Theory]
    [SseSample("error: {\"co", "error", "data: a\n\nerror:")]
    public void Error_field_cut_by_the_end_of_the_body_is_not_handed_out(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Empty(trace.Events.Except(trace.Dispatched));
        Assert.Null(trace.Tail);
        Assert.Equal(SsePartialLine.Other, trace.PartialLine);
    }

    [Theory]
    [SseSample("event: error\ndata: e\n\n")]
    public void Event_type_error_is_an_event_of_the_standard(SseSample sample)
    {
        ReadEvent only = Assert.Single(sample.Read().Events);
        Assert.Equal((SseEventKind.Dispatched, "error", "e"), (only.Kind, only.Type, only.Data));
    }
}
