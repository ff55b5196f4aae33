using VllmStream.Profiling.Recording;
using static VllmStream.Tests.Profiler.Recording.Chat;

namespace VllmStream.Tests.Profiler.Recording;

// Cases FR: how events are put on the wire.
public sealed class FramingCaseTests
{
    [Fact]
    public void AnswerReader_FR01_crlf_line_ends_are_line_ends()
    {
        var answer = Answer.Timed([.. Parts((20, R), (300, C("a")), (400, C("b") + Tail(2))).Select(p => (p.AtMs, p.Bytes.Replace("\n", "\r\n")))]);
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(300, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(2, answer.Result.TokenEvents);
    }

    [Fact]
    public void AnswerReader_FR03_data_without_space_is_data()
    {
        var answer = Answer.Timed((300, (R + C("x") + Tail(1)).Replace("data: ", "data:")));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal("x", answer.Text.Text(0));
    }

    [Fact]
    public void AnswerReader_FR05_several_events_in_one_read_have_gaps_of_zero()
    {
        var answer = Answer.Timed((400, R + C("a") + C("b") + C("c")), (900, C("d") + Tail(4)));
        Assert.Equal(4, answer.Result.TokenEvents);
        Assert.Equal(400, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal([0, 0, 500_000], answer.Gaps);
        Assert.Equal(4, answer.Result.MaxEventsPerRead);
        Assert.Equal(2, answer.Result.Reads);
        Assert.Equal(StreamShapeKind.Unknown, answer.Result.Shape.Kind);
    }

    [Fact]
    public void AnswerReader_FR06_event_in_one_byte_reads_has_the_time_of_its_last_byte()
    {
        var body = R + C("a") + Tail(1);
        var answer = Answer.Timed([.. body.Select((b, i) => ((double)i, b.ToString()))]);
        Assert.Equal(R.Length + C("a").Length - 1, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(0, Answer.Since(answer.Marks.FirstByte));
        Assert.Equal(body.Length, answer.Result.Reads);
    }

    [Fact]
    public void AnswerReader_FR07_comments_before_the_token_are_keepalives()
    {
        var answer = Answer.Timed((100, ": OPENROUTER PROCESSING\n\n"), (1100, ":\n\n"), (2100, ": ping\n"), (2400, R), (2500, C("a") + F() + ": x\n" + D));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(2500, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(100, Answer.Since(answer.Marks.FirstByte));
        Assert.Equal(2400, Answer.Since(answer.Marks.FirstEvent));
        Assert.Equal(4, answer.Result.Comments);
    }

    [Fact]
    public void AnswerReader_FR09_byte_order_mark_does_not_lose_the_first_event()
    {
        var answer = Answer.Timed((200, "\uFEFF" + C("a")), (250, C("b") + Tail(2)));
        Assert.Equal(200, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal("ab", answer.Text.Text(0));
    }

    [Fact]
    public void AnswerReader_FR11_no_blank_line_at_the_end_is_ok_with_a_warning()
    {
        var answer = Answer.Timed((300, R + C("a")), (400, C("b") + F() + "data: [DONE]"));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(StreamWarnings.UnterminatedEvent, answer.Result.Warnings);
        Assert.Equal(1, answer.Result.DoneCount);
    }

    [Fact]
    public void AnswerReader_FR11_half_event_after_a_broken_connection_does_not_count()
    {
        var answer = Answer.Timed(new AnswerAsk { End = BodyEnd.Broken }, (300, R + C("a")), (400, C("b").TrimEnd('\n')));
        Assert.Null(answer.Result.Outcome);
        Assert.Equal(1, answer.Result.TokenEvents);
    }

    [Fact]
    public void AnswerReader_FR13_event_over_several_lines_is_one_token()
    {
        var answer = Answer.Timed((300, "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n" + Tail(1)));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(1, answer.Result.TokenEvents);
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
    }

    [Fact]
    public void AnswerReader_FR15_empty_data_is_a_keepalive()
    {
        var answer = Answer.Timed((100, R + C("a") + "data:\n\n" + C("b") + "data: \n\n" + Tail(2)));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(2, answer.Result.Heartbeats);
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(200)]
    [InlineData(1024)]
    public void AnswerReader_FR18_long_line_is_a_line(int kib)
    {
        var logprobs = $$""","logprobs":{"content":[{"token":"a","top_logprobs":[{{string.Join(',', Enumerable.Repeat("{\"token\":\"b\",\"logprob\":-1.5}", kib * 1024 / 28))}}]}]}""";
        var chunk = C("a").Replace(",\"finish_reason\":null", logprobs + ",\"finish_reason\":null");
        var answer = Answer.Timed([.. chunk.Chunk(16 * 1024).Select((part, i) => ((double)i, new string(part))), (500, C("b") + Tail(2))]);
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal("ab", answer.Text.Text(0));
    }

    [Theory]
    [InlineData("data:[DONE]\n\n")]
    [InlineData("data: [DONE] \n\n")]
    [InlineData("data: [DONE]\r\n\r\n")]
    [InlineData("data:  [DONE]\t\n\n")]
    public void AnswerReader_FR21_end_marker_in_any_dress_ends_the_answer(string done)
    {
        var answer = Answer.Timed((300, R + C("a") + F() + done));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
        Assert.Equal(1, answer.Result.DoneCount);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData(null)]
    public void AnswerReader_FR24_stream_under_another_type_is_a_stream_with_a_warning(string? contentType)
    {
        var answer = Answer.Timed(new AnswerAsk { ContentType = contentType }, (300, R + C("a") + Tail(1)));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(StreamWarnings.ContentType, answer.Result.Warnings);
    }

    [Fact]
    public void AnswerReader_events_with_one_line_end_get_the_time_of_their_line()
    {
        static string Line(string chunk) => chunk.TrimEnd('\n') + "\n";
        var answer = Answer.Timed(
            (100, Line(R)), (200, Line(C("a"))), (300, Line(C("b"))), (400, Line(C("c")) + Line(F())), (500, "data: [DONE]\n"), (600, "\n"));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(200, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(100, Answer.Since(answer.Marks.FirstEvent));
        Assert.Equal([100_000, 100_000], answer.Gaps);
        Assert.Equal(6, answer.Result.SplitEvents);
        Assert.Equal("abc", answer.Text.Text(0));
    }

    private static (double AtMs, string Bytes)[] Parts(params (double, string)[] parts) => parts;
}
