using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Recording;
using static VllmStream.Tests.Profiler.Recording.Chat;

namespace VllmStream.Tests.Profiler.Recording;

// Cases ER, and TM10: how answers end and what is no answer.
public sealed class EndingCaseTests
{
    private const string Document =
        """{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"All at once."},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}""";

    [Fact]
    public void AnswerReader_ER01_error_then_end_marker_is_an_error()
    {
        var result = Answer.Timed((2000, E("TimeoutError") + D)).Result;
        Assert.Equal(Outcome.ErrorInband, result.Outcome);
        Assert.Equal(new ApiError("TimeoutError", "server_error", "500"), result.InbandError);
        Assert.Equal("TimeoutError (server_error, 500)", result.Error!.Message);
        Assert.Equal("server_error", result.Error.Kind);
        Assert.Null(result.OutputTokens);
    }

    [Fact]
    public void AnswerReader_error_after_a_token_is_a_partial_answer()
        => Assert.Equal(Outcome.ErrorInbandPartial, Answer.Timed((100, R + C("a") + E("x") + D)).Result.Outcome);

    [Fact]
    public void AnswerReader_error_decides_even_when_the_connection_breaks_after_it()
        => Assert.Equal(Outcome.ErrorInband, Answer.Timed(new AnswerAsk { End = BodyEnd.Broken }, (100, R + E("x"))).Result.Outcome);

    [Fact]
    public void AnswerReader_finish_reason_error_alone_is_an_error()
        => Assert.Equal(Outcome.ErrorInbandPartial, Answer.Timed((100, R + C("a") + F("error") + D)).Result.Outcome);

    [Theory]
    [InlineData(true, Outcome.NotStreamed)]
    [InlineData(false, Outcome.Ok)]
    public void AnswerReader_ER04_whole_document_is_not_streamed(bool asked, Outcome expected)
    {
        var answer = Answer.Timed(new AnswerAsk { StreamAsked = asked, ContentType = "application/json" }, (1000, Document[..50]), (1500, Document[50..]));
        Assert.Equal(expected, answer.Result.Outcome);
        Assert.Null(Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(1000, Answer.Since(answer.Marks.FirstByte));
        Assert.Equal((5, 4, TokenSource.UsageFinal), (answer.Result.PromptTokens, answer.Result.OutputTokens, answer.Result.TokenSource));
        Assert.Equal(["stop"], answer.Result.FinishReasons);
        Assert.Equal("All at once.", answer.Text.Text(0));
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
    }

    [Fact]
    public void AnswerReader_document_without_text_is_ok_empty()
        => Assert.Equal(
            Outcome.OkEmpty,
            Answer.Timed(new AnswerAsk { StreamAsked = false }, (1, Document.Replace("All at once.", "").Replace("\"completion_tokens\":4", "\"completion_tokens\":1"))).Result.Outcome);

    [Fact]
    public void AnswerReader_completions_document_is_read()
    {
        var ask = new AnswerAsk { Endpoint = new CompletionsEndpoint(), StreamAsked = false };
        var answer = Answer.Timed(ask, (1, """{"object":"text_completion","choices":[{"text":" tide","index":0,"finish_reason":"length"}],"usage":{"completion_tokens":1}}"""));
        Assert.Equal((Outcome.Ok, " tide"), (answer.Result.Outcome, answer.Text.Text(0)));
    }

    [Fact]
    public void AnswerReader_error_document_is_an_error()
        => Assert.Equal(Outcome.ErrorInband, Answer.Timed((1, """{"error":{"message":"no","type":"t","code":1}}""")).Result.Outcome);

    [Theory]
    [InlineData("""{"detail":"Not Found"}""", "json")]
    [InlineData("""{"choices":[""", "json")]
    [InlineData("[1,2,3]", "json")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "ndjson")]
    [InlineData("{\"a\":1}\r\n{\"a\":2}\r\n{\"a", "ndjson")]
    [InlineData("<html><body>502</body></html>", "html")]
    [InlineData("\n\n  <!DOCTYPE html>\n", "html")]
    [InlineData("upstream connect error or disconnect", "text")]
    [InlineData("data: {nope\n\ndata: {neither\n\n", "malformed")]
    [InlineData("data: {nope\n\ndata: [DONE]\n\n", "malformed")]
    public void AnswerReader_body_that_is_no_answer_is_a_protocol_error(string body, string kind)
    {
        for (var cut = 0; cut <= body.Length; cut++)
        {
            var result = Answer.Timed((1, body[..cut]), (2, body[cut..])).Result;
            Assert.Equal((Outcome.ProtocolError, kind), (result.Outcome, result.Error?.Kind));
            Assert.NotNull(result.Error!.Message);
        }
    }

    [Fact]
    public void AnswerReader_html_page_shows_its_beginning()
    {
        var result = Answer.Timed((1, "<html><title>502 Bad"), (2, " Gateway</title>" + new string('x', 1_000_000))).Result;
        Assert.StartsWith("<html><title>502 Bad Gateway</title>xxx", result.Error!.Tail, StringComparison.Ordinal);
        Assert.Equal(256, result.Error.Tail!.Length);
    }

    [Fact]
    public void AnswerReader_ER08_finish_reason_without_end_marker_is_ok_with_a_warning()
    {
        var result = Answer.Timed((1, R + C("a") + F() + U(5, 1))).Result;
        Assert.Equal((Outcome.Ok, StreamWarnings.NoDone), (result.Outcome, result.Warnings));
    }

    [Fact]
    public void AnswerReader_end_marker_without_finish_reason_is_ok_with_a_warning()
    {
        var result = Answer.Timed((1, R + C("a") + D)).Result;
        Assert.Equal((Outcome.Ok, StreamWarnings.NoFinishReason), (result.Outcome, result.Warnings));
    }

    [Fact]
    public void AnswerReader_ER09_clean_end_without_either_is_truncated()
    {
        var result = Answer.Timed((1, R + C("a") + C("b"))).Result;
        Assert.Equal(Outcome.Truncated, result.Outcome);
        Assert.Equal("the body ended after 2 token events; 0 of 1 choices finished, no [DONE]", result.Error!.Message);
        Assert.Equal(2, result.OutputTokens);
    }

    [Theory]
    [InlineData(BodyEnd.Broken)]
    [InlineData(BodyEnd.Stopped)]
    public void AnswerReader_ER11_ER14_unclean_end_leaves_the_outcome_to_the_runner_and_keeps_the_tokens(BodyEnd end)
    {
        var answer = Answer.Timed(new AnswerAsk { End = end }, (100, R + C("a")), (150, C("b")), (200, C("c")));
        Assert.Null(answer.Result.Outcome);
        Assert.Null(answer.Result.Error);
        Assert.Equal(3, answer.Result.TokenEvents);
        Assert.Equal(2, answer.Result.GapCount);
    }

    [Theory]
    [InlineData(BodyEnd.Broken)]
    [InlineData(BodyEnd.Stopped)]
    public void AnswerReader_answer_is_complete_with_its_end_marker_however_the_body_ends(BodyEnd end)
        => Assert.Equal(Outcome.Ok, Answer.Timed(new AnswerAsk { End = end }, (100, R + C("a") + Tail(1) + ": bye")).Result.Outcome);

    [Theory]
    [InlineData("", "the body was empty")]
    [InlineData("dat", "the body ended without a token, finish_reason or [DONE]")]
    [InlineData("\n\n", "the body ended without a token, finish_reason or [DONE]")]
    [InlineData(": keep-alive\n\n", "the body ended without a token, finish_reason or [DONE]")]
    [InlineData("data: [DONE]\n\n", "[DONE] came, but no token and no finish_reason")]
    [InlineData("data: {}\n\ndata: [DONE]\n\n", "[DONE] came, but no token and no finish_reason")]
    public void AnswerReader_ER20_nothing_at_all_is_truncated(string body, string message)
    {
        var answer = Answer.Timed((1, body));
        Assert.Equal((Outcome.Truncated, message), (answer.Result.Outcome, answer.Result.Error!.Message));
        Assert.Null(Answer.Since(answer.Marks.FirstToken));
    }

    [Fact]
    public void AnswerReader_TM10_blank_lines_before_a_document_are_passed_over()
    {
        var answer = Answer.Timed(new AnswerAsk { StreamAsked = false }, (0.5, "\n"), (1000, "\n"), (2000, "\n"), (2500, Document));
        Assert.Equal(Outcome.Ok, answer.Result.Outcome);
        Assert.Equal(0.5, Answer.Since(answer.Marks.FirstByte));
        Assert.Null(Answer.Since(answer.Marks.FirstToken));
        Assert.Equal(4, answer.Result.Reads);
    }

    [Fact]
    public void AnswerReader_document_with_byte_order_mark_is_a_document()
        => Assert.Equal(Outcome.NotStreamed, Answer.Timed((1, "\uFEFF" + Document)).Result.Outcome);

    [Fact]
    public void AnswerReader_event_beyond_the_limit_is_a_protocol_error()
    {
        var chunk = C(new string('z', 17 * 1024 * 1024));
        var result = Answer.Timed((1, R + C("a")), (2, chunk[..9_000_000]), (3, chunk[9_000_000..]), (4, Tail(2))).Result;
        Assert.Equal((Outcome.ProtocolError, "too_large"), (result.Outcome, result.Error?.Kind));
    }

    [Fact]
    public void AnswerReader_one_malformed_event_is_a_warning()
    {
        var result = Answer.Timed((1, R + C("a") + "data: {\"cho\n\n" + Tail(1))).Result;
        Assert.Equal((Outcome.Ok, StreamWarnings.MalformedEvent, 1), (result.Outcome, result.Warnings, result.MalformedEvents));
    }
}
