using VllmStream.Profiling.Recording;
using static VllmStream.Tests.Profiler.Recording.Chat;

namespace VllmStream.Tests.Profiler.Recording;

// Cases CH, TX and TK: what chunks mean, what text they hold, what tokens are counted.
public sealed class ChunkCaseTests
{
    [Fact]
    public void AnswerReader_TX01_character_cut_by_reads_stays_whole()
    {
        var body = System.Text.Encoding.UTF8.GetBytes(C("你好") + Tail(1));
        var cut = body.AsSpan().IndexOf((byte)0xA5);
        Assert.Equal("你好", Answer.Cut(new AnswerAsk(), body, cut).Text.Text(0));
    }

    [Fact]
    public void AnswerReader_TX03_line_separator_inside_json_ends_no_line()
    {
        var answer = Answer.Timed((100, C("Hello\u2028World\u2029!") + Tail(1)));
        Assert.Equal("Hello\u2028World\u2029!", answer.Text.Text(0));
        Assert.Equal(1, answer.Result.TokenEvents);
    }

    [Fact]
    public void AnswerReader_TX06_empty_chunk_is_no_token_unless_usage_says_so()
    {
        var answer = Answer.Timed((100, C("")), (200, C("\\ufffd")), (300, C("")), (400, C("🙂") + Tail(3)));
        Assert.Equal(200, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(2, answer.Result.TokenEvents);
        Assert.Equal(3, answer.Result.OutputTokens);
        var counted = Answer.Timed((100, CU("", 5, 1)), (200, CU("\\ufffd", 5, 2)), (300, CU("", 5, 2)), (400, CU("🙂", 5, 3) + F() + D));
        Assert.Equal(100, Answer.Since(counted.Marks.FirstToken));
        Assert.Equal(3, counted.Result.TokenEvents);
        Assert.Equal(TokenSource.UsageContinuous, counted.Result.TokenSource);
    }

    [Fact]
    public void AnswerReader_CH01_role_chunk_is_an_event_and_no_token()
    {
        var answer = Answer.Timed((20, R), (500, C("a")), (550, C("b") + Tail(2)));
        Assert.Equal(500, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(20, Answer.Since(answer.Marks.FirstEvent));
    }

    [Fact]
    public void AnswerReader_CH03_reasoning_is_the_first_token_and_content_the_first_visible()
    {
        var parts = Enumerable.Range(2, 19).Select(i => (i * 100.0, Delta("{\"reasoning_content\":\"hm\"}")));
        var tail = F() + U(5, 20, ",\"completion_tokens_details\":{\"reasoning_tokens\":19}") + D;
        var answer = Answer.Timed([(50, R), .. parts, (2100, C("a") + tail)]);
        Assert.Equal(200, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(2100, Answer.Since(answer.Marks.FirstVisible));
        Assert.Equal(19, answer.Result.ReasoningTokens);
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
    }

    [Fact]
    public void AnswerReader_CH06_tool_calls_are_tokens_that_nobody_sees()
    {
        var first = Delta("{\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}");
        var more = Enumerable.Range(0, 5).Select(i => (450.0 + i, Delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"x\"}}]}")));
        var answer = Answer.Timed([(50, R), (400, first), .. more, (500, F("tool_calls") + U(5, 12) + D)]);
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(400, Answer.Since(answer.Marks.FirstToken));
        Assert.Null(Answer.Since(answer.Marks.FirstVisible));
        Assert.Equal(12, answer.Result.OutputTokens);
        Assert.Equal("xxxxx", answer.Text.ToolCalls(0)[0].Arguments);
    }

    [Fact]
    public void AnswerReader_CH08_CH10_finish_and_usage_chunks_move_no_token_mark()
    {
        var answer = Answer.Timed((100, R + C("a")), (200, F()), (300, U(5, 1)), (400, D));
        Assert.Equal(100, Answer.Since(answer.Marks.LastToken));
        Assert.Equal((5, 1), (answer.Result.PromptTokens, answer.Result.OutputTokens));
        Assert.Empty(answer.Gaps);
    }

    [Fact]
    public void AnswerReader_CH12_chunk_without_choices_is_no_token()
    {
        const string Filter = "data: {\"id\":\"\",\"choices\":[],\"created\":0,\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{}]}\n\n";
        var answer = Answer.Timed((80, Filter), (300, R + C("a") + Tail(1)));
        Assert.Equal(300, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
    }

    [Fact]
    public void AnswerReader_CH14_two_choices_are_one_answer()
    {
        var parts = Enumerable.Range(0, 10).Select(i => (100.0 + i * 50, C("x", i % 2)));
        var answer = Answer.Timed(
            new AnswerAsk { Choices = 2 }, [(20, R + R.Replace("\"index\":0", "\"index\":1")), .. parts, (700, F("stop", 1) + F("length") + U(9, 10) + D)]);
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(10, answer.Result.OutputTokens);
        Assert.Equal(["length", "stop"], answer.Result.FinishReasons);
        Assert.Equal(100, Answer.Since(answer.Marks.FirstToken));
    }

    [Fact]
    public void AnswerReader_CH14_one_of_two_choices_unfinished_is_truncated_without_the_end_marker()
    {
        var body = R + C("a") + C("b", 1) + F();
        Assert.Equal(Outcome.Truncated, Answer.Timed(new AnswerAsk { Choices = 2 }, (100, body)).Result.Outcome);
        var marked = Answer.Timed(new AnswerAsk { Choices = 2 }, (100, body + D)).Result;
        Assert.Equal((Outcome.Ok, StreamWarnings.NoFinishReason), (marked.Outcome, marked.Warnings));
    }

    [Fact]
    public void AnswerReader_CH14_continuous_usage_of_two_choices_is_summed()
    {
        var answer = Answer.Timed(
            new AnswerAsk { Choices = 2 }, (100, CU("a", 5, 2)), (150, CU("b", 5, 3, 1)), (200, CU("c", 5, 4)), (250, CU("d", 5, 5, 1) + F() + F("stop", 1) + D));
        Assert.Equal((9, TokenSource.UsageContinuous), (answer.Result.OutputTokens, answer.Result.TokenSource));
        Assert.Equal(2, answer.Result.FirstEventTokens);
    }

    [Fact]
    public void AnswerReader_CH16_several_tokens_per_chunk_are_known_from_continuous_usage()
    {
        var meter = new MeterProbe();
        var parts = Enumerable.Range(1, 10).Select(i => (100.0 + i * 40, CU("abcd", 5, i * 4)));
        var answer = Answer.Timed(new AnswerAsk { Meter = meter }, [.. parts, (501, F() + U(5, 40) + D)]);
        Assert.Equal((40, TokenSource.UsageFinal), (answer.Result.OutputTokens, answer.Result.TokenSource));
        Assert.Equal(4, answer.Result.FirstEventTokens);
        Assert.Equal(Enumerable.Repeat(40_000, 9), answer.Gaps);
        Assert.Equal(Enumerable.Repeat(4, 10), meter.Counts);
        Assert.Equal(Enumerable.Repeat(40_000, 9), meter.Gaps);
        Assert.Equal(140, meter.FirstMs);
    }

    [Fact]
    public void AnswerReader_CH19_text_that_repeats_itself_is_called_cumulative()
    {
        var answer = Answer.Timed((100, R + C("a")), (200, C("ab")), (300, C("abc") + Tail(3)));
        Assert.Equal(StreamWarnings.CumulativeText, answer.Result.Warnings);
        Assert.Equal(3, answer.Result.OutputTokens);
    }

    [Fact]
    public void AnswerReader_ordinary_text_is_not_called_cumulative()
    {
        var answer = Answer.Timed((100, R + C("1")), (200, C("1")), (300, C("11")), (400, C("2") + Tail(4)));
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AnswerReader_CH20_finished_without_a_token_is_ok_empty(int completion)
    {
        var answer = Answer.Timed((30, R), (60, F() + U(5, completion) + D));
        Assert.Equal(Outcome.OkEmpty, answer.Result.Outcome);
        Assert.Null(Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(0, answer.Result.FirstEventTokens);
    }

    [Fact]
    public void AnswerReader_usage_without_any_token_event_is_ok_without_a_first_token()
    {
        var answer = Answer.Timed((30, R), (60, F("length") + U(5, 64) + D));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Null(Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(64, answer.Result.OutputTokens);
    }

    [Fact]
    public void AnswerReader_CH22_exactly_one_token_has_no_gap()
    {
        var answer = Answer.Timed((100, R), (200, C("a")), (250, F("length") + U(5, 1) + D));
        Assert.Equal(200, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(answer.Marks.FirstToken, answer.Marks.LastToken);
        Assert.Empty(answer.Gaps);
        Assert.Equal(StreamShapeKind.Unknown, answer.Result.Shape.Kind);
    }

    [Fact]
    public void AnswerReader_CH25_whole_answer_in_one_chunk_is_buffered()
    {
        var answer = Answer.Timed((3000, R + C("many words") + F() + U(5, 260) + D));
        Assert.Equal(3000, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(StreamShapeKind.Buffered, answer.Result.Shape.Kind);
        Assert.Equal(StreamWarnings.Buffered, answer.Result.Warnings);
    }

    [Fact]
    public void AnswerReader_TK01_usage_wins_over_the_number_of_chunks()
    {
        var answer = Answer.Timed((100, R), (200, string.Concat(Enumerable.Repeat(C(" "), 15)) + Tail(15)));
        Assert.Equal((15, TokenSource.UsageFinal), (answer.Result.OutputTokens, answer.Result.TokenSource));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void AnswerReader_TK07_usage_may_be_more_or_less_than_chunks(int usage)
    {
        var answer = Answer.Timed((100, R + C("a") + C("b") + C("c") + Tail(usage)));
        Assert.Equal((usage, 3), (answer.Result.OutputTokens, answer.Result.TokenEvents));
    }

    [Fact]
    public void AnswerReader_no_usage_counts_chunks_and_says_so()
    {
        var answer = Answer.Timed((100, R + C("a") + C("b") + F() + D));
        Assert.Equal((2, TokenSource.Chunks), (answer.Result.OutputTokens, answer.Result.TokenSource));
    }

    [Fact]
    public void AnswerReader_zeros_of_a_gateway_are_no_count_and_no_echo()
    {
        var zeros = CU("a", 0, 0) + CU("b", 0, 0) + Delta("{}", finish: "stop", usage: ",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}") + D;
        var answer = Answer.Timed((100, zeros));
        Assert.Equal((2, TokenSource.Chunks), (answer.Result.OutputTokens, answer.Result.TokenSource));
    }

    [Fact]
    public void AnswerReader_echoed_prompt_is_no_token()
    {
        var answer = Answer.Timed((100, CU("", 5, 0) + CU("the prompt", 5, 0)), (200, CU("a", 5, 1)), (300, F() + U(5, 1) + D));
        Assert.Equal(200, Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(1, answer.Result.TokenEvents);
    }

    [Fact]
    public void AnswerReader_hidden_reasoning_is_told_by_usage()
    {
        var answer = Answer.Timed((100, R + C("a") + F() + U(5, 90, ",\"completion_tokens_details\":{\"reasoning_tokens\":89}") + D));
        Assert.Equal(StreamWarnings.HiddenReasoning, answer.Result.Warnings);
        Assert.Equal(89, answer.Result.ReasoningTokens);
    }

    [Theory]
    [InlineData(3, StreamWarnings.ShortOutput)]
    [InlineData(4, StreamWarnings.None)]
    public void AnswerReader_fewer_tokens_than_asked_for_is_a_short_output(int usage, StreamWarnings expected)
        => Assert.Equal(expected, Answer.Timed(new AnswerAsk { ExpectedTokens = 4 }, (100, R + C("a") + Tail(usage))).Result.Warnings);

    [Fact]
    public void AnswerReader_text_after_its_finish_reason_is_noted()
    {
        var answer = Answer.Timed((100, R + C("a") + F()), (200, C("b") + U(5, 2) + D));
        Assert.Equal(StreamWarnings.ContentAfterFinish, answer.Result.Warnings);
        Assert.Equal(2, answer.Result.TokenEvents);
    }

    [Fact]
    public void AnswerReader_nothing_after_the_end_marker_counts()
    {
        var answer = Answer.Timed((100, R + C("a") + Tail(1)), (200, C("b") + E("late")));
        Assert.Equal((Outcome.Ok, StreamWarnings.AfterDone), (answer.Result.Outcome, answer.Result.Warnings));
        Assert.Equal("a", answer.Text.Text(0));
        Assert.Equal(100, Answer.Since(answer.Marks.LastToken));
        Assert.Equal(2, answer.Result.EventsAfterDone);
    }
}
