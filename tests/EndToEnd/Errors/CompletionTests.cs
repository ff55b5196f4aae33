using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Errors;

public sealed class CompletionTests
{
    [Fact]
    [Trait("case", "ER08")]
    public async Task Finish_reason_without_done_is_ok_with_a_warning()
    {
        using var played = await Play.AllAsync(
        [
            Reply.Sse(R(), C("a"), F(), U(5, 1)),
            Reply.Sse(R(), C("a"), F()),
            Reply.Sse(R(), Delta("""{"content":"a"}""", "length")),
            Reply.Sse(R(), C("a"), F(), U(5, 1)).Framed(BodyFraming.ToEof),
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("ok", request);
            Expect.Warned("no_done", request);
            Assert.False(request.DoneMarker);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER09")]
    public async Task Clean_end_with_neither_finish_nor_done_is_truncated()
    {
        using var played = await Play.AllAsync(
        [
            Reply.Sse(R(), C("a"), C("b")),
            Reply.Sse(R(), C("a"), U(5, 1)),
            Reply.Sse(R()),
            Reply.Sse(Comment(" keep-alive")),
            Reply.Sse(R(), C("a"), Utf8("data: {\"choices\":[{\"ind")),
            Reply.Sse(R(), C("a")).Framed(BodyFraming.ContentLength),
        ]);
        foreach (var request in played.File.Requests)
            Expect.Outcome("truncated", request);
        Assert.Equal(2, played.File.Requests[0].TokenEvents);
        Assert.NotNull(played.File.Requests[0].FirstTokenMs);
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Assert.Contains("truncated", played.Process.Stdout, StringComparison.Ordinal);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "ER20")]
    public async Task Empty_bodies_under_load_have_no_ttft_and_no_wild_numbers()
    {
        using var played = await Play.RunAsync(r => !r.IsPost ? null : r.Post % 2 == 0 ? Reply.Sse() : Reply.Chat(20, 2, 3), ["-c", "32", "-n", "200"]);
        var empty = played.File.Requests.Where(r => r.Events == 0).ToList();
        Assert.Equal(100, empty.Count);
        Assert.All(empty, r => Assert.True(r.Outcome is "truncated" or "ok_empty", r.ToString()));
        Assert.All(empty, r => Assert.Null(r.TtftMs));
        var ttft = played.File.Summary.Metric("ttft_ms");
        Assert.Equal(100, ttft.N);
        Assert.InRange(ttft.Mean!.Value, 10, 1000);
        Assert.InRange(ttft.Min!.Value, 1, 1000);
    }

    [Fact]
    [Trait("case", "ER20")]
    public async Task Empty_body_in_any_framing_is_no_success()
    {
        using var played = await Play.AllAsync(
            [Reply.Sse(), Reply.Document("text/event-stream", ""), Reply.Sse().Framed(BodyFraming.ToEof), Reply.Document("text/event-stream", "\n\n"), Reply.Document(null, "", 204)]);
        Assert.All(played.File.Requests, r => Assert.NotEqual("ok", r.Outcome));
        Assert.All(played.File.Requests.Take(4), r => Assert.Equal("truncated", r.Outcome));
        Assert.All(played.File.Requests, r => Assert.Null(r.TtftMs));
        Assert.Null(played.File.Summary.Metric("ttft_ms").P50);
    }

    [Fact]
    [Trait("case", "ER20")]
    public async Task Done_with_neither_token_nor_finish_reason_is_no_success()
    {
        using var played = await Play.AllAsync([Reply.Sse(D()), Reply.Sse(R(), D())]);
        Assert.All(played.File.Requests, r => Expect.Outcome("truncated", r));
        Assert.All(played.File.Requests, r => Assert.Null(r.TtftMs));
        Expect.Exit(5, played.Process);
    }
}
