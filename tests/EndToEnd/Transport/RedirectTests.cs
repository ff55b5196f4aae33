using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Transport;

public sealed class RedirectTests : IDisposable
{
    private const string Key = "sk-redirect-0123456789";

    private static readonly string[] Load = ["-c", "1", "-n", "3", "--warmup", "0", "-o", "run.ndjson", "--ui", "none"];

    private readonly TempFolder _folder = new();
    private readonly ScriptedServer _second = ScriptedServer.Start(Reply.Chat(10, 2, 2));

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Look_up_that_is_sent_on_takes_the_load_with_it(int status)
    {
        using var first = ScriptedServer.Start(r => To(status, $"{_second.Url}{r.Target}").With("Set-Cookie", "id=1"));
        var result = await RunAsync(first.Url);
        Expect.Exit(0, result);
        Assert.Contains($"note: {first.Url} redirects to {_second.Url}, using that\n", result.Stderr, StringComparison.Ordinal);
        Assert.Empty(first.Posts);
        Assert.Equal(4, _second.Posts.Count);
        Assert.All(_second.Log, l => Assert.Null(l.Request.Header("Cookie")));
        Assert.All(_second.Posts, p => Assert.Equal($"127.0.0.1:{_second.Port}", p.Request.Header("Host")));
        var file = RunFile.Read(_folder.File("run.ndjson"));
        Assert.Equal($"{_second.Url}/v1/chat/completions", file.RunStarted.GetProperty("target").GetString());
        Assert.True(file.HasNote($"redirects to {_second.Url}"));
        Assert.All(file.Requests, r => Expect.Outcome("ok", r));
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Probe_that_is_sent_on_is_repeated_with_its_body_and_the_load_pays_for_nothing(int status)
    {
        using var first = ScriptedServer.Start(r => r.IsPost ? To(status, $"http://localhost:{_second.Port}{r.Target}") : null);
        var result = await RunAsync(first.Url);
        Expect.Exit(0, result);
        Assert.Contains($"note: {first.Url} redirects to http://localhost:{_second.Port}, using that\n", result.Stderr, StringComparison.Ordinal);
        // One, though its connection was kept: it is no way to the second server.
        var refused = Assert.Single(first.Posts);
        Assert.Equal(4, _second.Posts.Count);
        Assert.Equal(refused.Request.Body, _second.Posts[0].Request.Body);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    public async Task Post_is_never_made_a_get(int status)
    {
        using var first = ScriptedServer.Start(r => r.IsPost ? To(status, $"{_second.Url}{r.Target}") : null);
        var result = await RunAsync(first.Url);
        Expect.Exit(3, result);
        Assert.Equal(
            $"error: {first.Url} answers {status} and redirects to {_second.Url}/v1/chat/completions, which does not keep method and body of a POST\ntry: {_second.Url}\n",
            Last(result));
        Assert.Equal(0, _second.Connections);
    }

    [Theory]
    [InlineData("key", "the key from VLLM_API_KEY")]
    [InlineData("header", "what the headers say")]
    [InlineData("userinfo", "what the headers say")]
    [InlineData("scenario", "what the headers say")]
    [InlineData("query", "the query of the URL")]
    public async Task What_says_who_we_are_goes_to_nobody_else(string what, string named)
    {
        // To another port, and to another name of the same server.
        foreach (var (status, isPost, host) in new[] { (307, false, $"127.0.0.1:{_second.Port}"), (308, true, $"127.0.0.1:{_second.Port}"), (307, true, "localhost:{0}") })
        {
            ScriptedServer? self = null;
            using var first = self = ScriptedServer.Start(r => r.IsPost == isPost ? To(status, $"http://{string.Format(CultureInfo.InvariantCulture, host, self!.Port)}{r.Target}") : null);
            var (url, more, environment) = Given(what, first.Authority);
            var result = await Vllmstream.RunAsync(_folder, ["run", url, .. more, .. Load], environment: environment);
            Expect.Exit(3, result);
            Assert.Contains($"another server, to which {named} is not sent unasked\ntry: http://{string.Format(CultureInfo.InvariantCulture, host, first.Port)}\n", result.Stderr, StringComparison.Ordinal);
            Assert.Equal(0, _second.Connections);
            Assert.DoesNotContain(first.Log, l => l.Request.Header("Host")!.StartsWith("localhost", StringComparison.Ordinal));
            Assert.DoesNotContain(Key, result.Stderr + result.Stdout, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Redirect_inside_the_server_keeps_the_key()
    {
        using var first = ScriptedServer.Start(r => r.Path.StartsWith("/new/", StringComparison.Ordinal) ? r.IsPost ? Reply.Chat(10, 2, 2) : null : To(308, "/new" + r.Target));
        var result = await Vllmstream.RunAsync(_folder, ["run", first.Url, .. Load], environment: ("VLLM_API_KEY", Key));
        Expect.Exit(0, result);
        Assert.Equal(4, first.Posts.Count);
        Assert.All(first.Posts, p => Assert.Equal(("/new/v1/chat/completions", $"Bearer {Key}"), (p.Request.Target, p.Request.Header("Authorization"))));
    }

    [Fact]
    public async Task Path_that_wants_a_slash_at_its_end_gets_it()
    {
        using var first = ScriptedServer.Start(r => !r.Target.EndsWith('/') ? To(307, r.Target.Split('/')[^1] + "/") : r.IsPost ? Reply.Chat(10, 2, 2)
            : Reply.Json("""{"object":"list","data":[{"id":"m","object":"model"}]}"""));
        Expect.Exit(0, await RunAsync(first.Url));
        Assert.Equal(["/v1/chat/completions", .. Enumerable.Repeat("/v1/chat/completions/", 4)], first.Posts.Select(p => p.Request.Target));
    }

    [Fact]
    public async Task Slash_of_one_path_is_put_behind_no_other()
    {
        using var first = ScriptedServer.Start(r => r.Target == "/v1/chat/completions" ? To(307, "completions/")
            : r.Path == "/tokenize" ? Reply.Json("""{"count":2}""") : r.Target == "/tokenize/" ? Reply.Json("{}", 404) : r.IsPost ? Reply.Chat(10, 2, 2) : null);
        Expect.Exit(0, await RunAsync(first.Url, "--tokenizer", "server"));
        Assert.Contains(first.Posts, p => p.Request.Target == "/tokenize");
        Assert.All(first.Posts, p => Assert.True(p.Request.Target is "/tokenize" or "/v1/chat/completions" or "/v1/chat/completions/", p.Request.Target));
    }

    [Fact]
    public async Task Circle_ends_after_five_hops()
    {
        ScriptedServer? other = null;
        using var first = ScriptedServer.Start(r => To(307, $"{other!.Url}{r.Target}"));
        using var second = other = ScriptedServer.Start(r => To(307, $"{first.Url}{r.Target}"));
        var result = await RunAsync(first.Url);
        Expect.Exit(3, result);
        Assert.StartsWith("error: no end after 5 redirects: ", Last(result), StringComparison.Ordinal);
        Assert.Equal(6, first.Log.Count + second.Log.Count);
    }

    [Fact]
    public async Task Way_from_tls_to_plain_text_is_not_taken()
    {
        var (authority, leaf) = TestCertificates.Issued();
        _folder.Write("ca.pem", authority.ExportCertificatePem());
        using var first = ScriptedServer.Start(r => r.IsPost ? To(307, $"{_second.Url}{r.Target}") : null, new ServerOptions { Certificate = leaf });
        var result = await RunAsync(first.Url, "--cacert", "ca.pem");
        Expect.Exit(3, result);
        Assert.Equal(
            $"error: {first.Url} answers 307 and redirects to {_second.Url}/v1/chat/completions, away from TLS\ntry: {_second.Url}, if plain text is meant\n", Last(result));
        Assert.Equal(0, _second.Connections);
    }

    [Fact]
    public async Task Way_to_tls_is_taken()
    {
        var (authority, leaf) = TestCertificates.Issued();
        _folder.Write("ca.pem", authority.ExportCertificatePem());
        using var secure = ScriptedServer.Start(Reply.Chat(10, 2, 2), new ServerOptions { Certificate = leaf });
        using var first = ScriptedServer.Start(r => To(301, $"{secure.Url}{r.Target}"));
        Expect.Exit(0, await RunAsync(first.Url, "--cacert", "ca.pem"));
        Assert.Equal(4, secure.Posts.Count);
    }

    [Fact]
    public async Task Redirect_in_the_load_is_an_error_that_says_where_to()
    {
        using var first = ScriptedServer.Start(r => r.IsPost ? To(307, $"{_second.Url}{r.Target}") : null);
        var result = await Vllmstream.RunAsync(_folder, ["run", first.Url, "-c", "1", "-n", "2", .. Play.Quiet], environment: ("VLLM_API_KEY", Key));
        Expect.Exit(5, result);
        var requests = RunFile.Read(_folder.File("run.ndjson")).Requests;
        Assert.Equal([307, 307], requests.Select(r => r.HttpStatus));
        Assert.All(requests, r => Assert.Equal(
            ("http_error", $"redirects to {_second.Url}/v1/chat/completions, which the load does not follow; try: {_second.Url}"), (r.Outcome, r.ErrorMessage)));
        Assert.Contains($"http_error           2   307 redirects to {_second.Url}", result.Stdout, StringComparison.Ordinal);
        Assert.Equal(0, _second.Connections);
    }

    [Fact]
    public async Task Probe_command_goes_where_it_is_sent()
    {
        using var first = ScriptedServer.Start(r => r.IsPost ? To(307, $"{_second.Url}{r.Target}") : null);
        var result = await Vllmstream.RunAsync(_folder, ["probe", first.Url]);
        Expect.Exit(0, result);
        Assert.Contains($"{_second.Url}/v1/chat/completions", result.Stdout, StringComparison.Ordinal);
        Assert.Single(_second.Posts);
    }

    [Fact]
    public async Task Page_to_log_in_is_no_server()
    {
        using var first = ScriptedServer.Start(_ => To(302, "/login?next=" + Key));
        var result = await RunAsync(first.Url);
        Expect.Exit(3, result);
        Assert.Equal($"error: {first.Url} answers 302 and redirects to {first.Url}/login, which is no /v1/models\n", Last(result));
    }

    public void Dispose()
    {
        _second.Dispose();
        _folder.Dispose();
    }

    private static Reply To(int status, string location) => Reply.Document(null, "", status).With("Location", location);

    // What the errors are: everything before it is notes.
    private static string Last(ProcessResult result) => result.Stderr[Math.Max(0, result.Stderr.IndexOf("error: ", StringComparison.Ordinal))..];

    private (string Url, string[] More, (string, string)[] Environment) Given(string what, string authority)
    {
        _folder.Write("scenario.yaml", $"name: s\ntasks:\n  - {{ name: one, prompt: hi, headers: {{ X-Tenant: {Key} }} }}\n");
        return what switch
        {
            "key" => ($"http://{authority}", [], [("VLLM_API_KEY", Key)]),
            "header" => ($"http://{authority}", ["-H", "X-Tenant: " + Key], []),
            "userinfo" => ($"http://me:{Key}@{authority}", [], []),
            "scenario" => ($"http://{authority}", ["-f", "scenario.yaml"], []),
            "query" => ($"http://{authority}/v1?api_key={Key}", [], []),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
    }

    private Task<ProcessResult> RunAsync(string url, params string[] more) => Vllmstream.RunAsync(_folder, ["run", url, .. more, .. Load]);
}
