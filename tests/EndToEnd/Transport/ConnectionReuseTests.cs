using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Transport;

[Trait("case", "TR01")]
/// <remarks>Where the answer depends on which request of its connection is answered, or connections are counted, the scripted server knows them.</remarks>
public sealed class ConnectionReuseTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private static readonly string[] OnePerSecond = ["-r", "1", "--arrival", "constant", "-n", "3"];

    [Fact]
    public async Task Connection_closed_while_idle_is_replaced()
    {
        using var played = await simulator.RunAsync([$"{Recipe.Chat(20, 5, 3)}; keep-alive(idle=300ms)"], OnePerSecond);
        Assert.All(played.File.Requests, r => Expect.Outcome("ok", r));
        Assert.Equal(["new", "new", "new"], played.File.Requests.Select(r => r.Conn));
        Assert.All(played.File.Requests, r => Assert.Single(played.LogsOf(r)));
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Kept_connection_is_reused()
    {
        using var played = await Play.AllAsync([Reply.Chat(20, 5, 3), Reply.Json("{}", 500), Reply.Chat(20, 5, 3)]);
        Assert.Equal(["new", "reused", "reused"], played.File.Requests.Select(r => r.Conn));
        Assert.NotNull(played.File.Requests[0].ConnectedMs);
        Assert.Null(played.File.Requests[1].ConnectedMs);
        Assert.Equal(1, played.Server.Connections);
    }

    [Fact]
    public async Task Answer_that_says_close_is_the_last_of_its_connection()
    {
        var chat = Recipe.Chat(20, 5, 3);
        using var played = await simulator.AllAsync([$"{chat}; close", $"{chat}; until-close", chat]);
        Assert.Equal(["ok", "ok", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(["new", "new", "new"], played.File.Requests.Select(r => r.Conn));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Connection_closed_under_the_request_is_resent_once_on_a_new_one(int ending)
    {
        // The server reads the second request of a kept connection and closes without a byte: it had given the connection up already.
        using var played = await Play.RunAsync(
            r => !r.IsPost ? null : r.OnConnection == 1 ? Reply.Nothing((Ending)ending) : Reply.Chat(20, 5, 3), ["-c", "1", "-n", "2"]);
        Assert.Equal(["ok", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(["new", "new"], played.File.Requests.Select(r => r.Conn));
        Assert.Equal(3, played.Server.Posts.Count);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Connection_closed_under_the_resent_request_too_is_stale_connection()
    {
        using var played = await Play.RunAsync(r => !r.IsPost ? null : r.Post == 0 ? Reply.Chat(20, 5, 3) : r.Post < 3 ? Reply.Nothing(Ending.Cut) : Reply.Chat(20, 5, 3), ["-c", "1", "-n", "3"]);
        Assert.Equal(["ok", "stale_connection", "ok"], played.File.Requests.Select(r => r.Outcome));
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Connection_that_breaks_after_the_first_byte_of_an_answer_is_never_resent()
    {
        using var played = await Play.RunAsync(
            r => !r.IsPost ? null : r.OnConnection == 1 ? Reply.Sse(R()).EndsWith(Ending.Reset) : Reply.Chat(20, 5, 3), ["-c", "1", "-n", "2"]);
        Assert.Equal(["ok", "reset"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(2, played.Server.Posts.Count);
    }

    [Fact]
    public async Task Bytes_behind_the_answer_do_not_pass_for_the_next_one()
    {
        var body = Join(R(), C("a"), Tail(1));
        var more = Recipe.Literal(body, Utf8("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        using var played = await simulator.AllAsync([$"play({more}); content-length({body.Length})", Recipe.Chat(20, 5, 3)]);
        Assert.Equal(["ok", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(3, played.File.Requests[1].TokenEvents);
    }
}
