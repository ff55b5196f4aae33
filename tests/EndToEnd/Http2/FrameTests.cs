using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Http2;

/// <summary>What single frames do to a request.</summary>
[Trait("case", "TR08")]
[Trait("transport", "any")]
public sealed class FrameTests
{
    private const uint NoError = 0;
    private const uint InternalError = 2;
    private const uint RefusedStream = 7;
    private const uint Cancel = 8;
    private const uint EnhanceYourCalm = 11;

    [Fact]
    public async Task Goaway_lets_the_stream_finish_and_the_next_request_takes_a_new_connection()
    {
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            connection.Headers(stream);
            connection.Body(stream, Join(R(), C("a")));
            if (connection.Number == 0)
                connection.GoAway(stream, NoError);
            Thread.Sleep(100);
            connection.Body(stream, Join(C("b"), Tail(2)), end: true);
            connection.AwaitClose();
        });
        var (result, file) = await RunAsync(server, requests: 2);
        Assert.All(file.Requests, r => Expect.Ok(r, tokens: 2, tokenEvents: 2));
        Assert.Equal(["new", "new"], file.Requests.Select(r => r.Conn));
        Assert.Equal(2, server.Connections);
        Expect.Exit(0, result);
    }

    [Fact]
    public async Task Goaway_and_close_in_mid_stream_is_reset_with_the_code()
    {
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            connection.Headers(stream);
            connection.Body(stream, Join(R(), C("a")));
            connection.GoAway(stream, EnhanceYourCalm, "too many");
            Thread.Sleep(100);
        });
        var (_, file) = await RunAsync(server);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("reset", request);
        // Whether the end is a FIN or a reset depends on what the client had under way.
        Assert.Matches("^GOAWAY ENHANCE_YOUR_CALM \\(0xb\\) \"too many\", then connection (closed|reset)$", request.ErrorMessage);
        Assert.Equal(1, request.TokenEvents);
    }

    [Theory]
    [InlineData("", "connection closed")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "HTTP/1.1 400")]
    public async Task Server_that_hears_the_request_and_says_nothing_in_http2_is_a_connect_error(string says, string words)
    {
        using var server = FramedServer.Start(
            connection =>
            {
                connection.NextRequest();
                connection.Plain(says);
            },
            greets: false);
        var (_, file) = await RunAsync(server);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("connect_error", request);
        Assert.Equal("not_http2", request.ErrorKind);
        Assert.Equal($"no HTTP/2 from {server.Url["http://".Length..]}: {words}", request.ErrorMessage);
    }

    [Fact]
    public async Task Stream_reset_in_mid_answer_is_reset_with_the_code()
    {
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            connection.Headers(stream);
            connection.Body(stream, Join(R(), C("a")));
            Thread.Sleep(100);
            connection.Reset(stream, InternalError);
            connection.AwaitClose();
        });
        var (_, file) = await RunAsync(server);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("reset", request);
        Assert.Equal("stream reset by the server: INTERNAL_ERROR (0x2)", request.ErrorMessage);
        Assert.Equal(200, request.HttpStatus);
        Assert.Equal(1, request.TokenEvents);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Refused_stream_is_told_apart_and_says_how_often_it_was_sent()
    {
        using var server = FramedServer.Start(connection =>
        {
            for (int stream; (stream = connection.NextRequest()) != 0;)
                connection.Reset(stream, RefusedStream);
        });
        var (_, file) = await RunAsync(server);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("reset", request);
        Assert.Matches("^stream reset by the server: REFUSED_STREAM \\(0x7\\), after [2-9] attempts$", request.ErrorMessage);
        Assert.Null(request.HttpStatus);
    }

    [Fact]
    public async Task New_connection_that_ends_without_an_answer_is_reset()
    {
        using var server = FramedServer.Start(connection => connection.NextRequest());
        var (_, file) = await RunAsync(server);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("reset", request);
        Assert.Matches("^connection (closed|reset)$", request.ErrorMessage);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Kept_connection_that_ends_under_the_request_is_resent_once_on_a_new_one()
    {
        using var server = FramedServer.Start(connection =>
        {
            for (var n = 0; connection.NextRequest() is > 0 and var stream; n++)
            {
                // The second request of a kept connection finds it gone.
                if (n == 1)
                    return;
                connection.Headers(stream);
                connection.Body(stream, Join(R(), C("a"), Tail(1)), end: true);
            }
        });
        var (result, file) = await RunAsync(server, requests: 2);
        Assert.All(file.Requests, r => Expect.Ok(r, tokens: 1, tokenEvents: 1));
        Assert.Equal(["new", "new"], file.Requests.Select(r => r.Conn));
        Expect.Exit(0, result);
    }

    [Fact]
    public async Task Padding_and_trailers_do_not_pass_for_text()
    {
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            connection.Headers(stream);
            connection.Together(
                FramedConnection.DataFrame(stream, R(), padding: 30), FramedConnection.DataFrame(stream, C("a"), padding: 200),
                FramedConnection.DataFrame(stream, Join(C("b"), Tail(2))));
            connection.Trailers(stream);
            connection.AwaitClose();
        });
        var (_, file) = await RunAsync(server);
        Expect.Ok(Assert.Single(file.Requests), tokens: 2, tokenEvents: 2);
    }

    [Fact]
    public async Task Idle_stream_is_given_up_and_the_server_is_told()
    {
        uint? code = null;
        using var seen = new ManualResetEventSlim();
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            connection.Headers(stream);
            connection.Body(stream, Join(R(), C("a")));
            if (connection.AwaitReset() == stream)
                code = connection.ClientReset;
            seen.Set();
        });
        var (_, file) = await RunAsync(server, 1, "--timeout-idle", "300ms");
        Expect.Outcome("timeout_idle", Assert.Single(file.Requests));
        Assert.True(seen.Wait(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.Equal(Cancel, code);
    }

    [Fact]
    public async Task Server_that_never_answers_is_a_timeout_and_a_settings_frame_is_no_answer()
    {
        using var server = FramedServer.Start(connection => connection.AwaitClose());
        var (_, file) = await RunAsync(server, 1, "--timeout-first-token", "300ms");
        Expect.Outcome("timeout_first_token", Assert.Single(file.Requests));
    }

    [Fact]
    public async Task Frames_that_are_none_are_a_protocol_error()
    {
        using var server = FramedServer.Start(connection =>
        {
            var stream = connection.NextRequest();
            connection.Headers(stream);
            connection.Body(stream + 2, R());
            connection.AwaitClose();
        });
        var (_, file) = await RunAsync(server);
        Expect.Outcome("protocol_error", Assert.Single(file.Requests));
    }

    private static async Task<(ProcessResult Result, RunFile File)> RunAsync(FramedServer server, int requests = 1, params string[] more)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "--http2", "-c", "1", "-n", $"{requests}", .. more, .. Play.Quiet]);
        return (result, RunFile.Read(folder.File("run.ndjson")));
    }
}
