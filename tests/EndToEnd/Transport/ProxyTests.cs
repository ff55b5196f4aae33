namespace VllmStream.Tests.EndToEnd.Transport;

[Trait("case", "TR15")]
public sealed class ProxyTests
{
    private static readonly string[] OneRequest = ["-c", "1", "-n", "2"];

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Loopback_target_is_direct_whatever_the_environment_says(string variable)
    {
        var dead = $"http://127.0.0.1:{ScriptedServer.FreePort()}";
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, OneRequest, environment: (variable, dead));
        Expect.Exit(0, played.Process);
        Assert.All(played.File.Requests, r => Expect.Outcome("ok", r));
    }

    [Fact]
    public async Task Proxy_named_by_option_is_used_printed_and_recorded()
    {
        using var server = ScriptedServer.Start(Reply.Chat(200, 20, 3));
        using var proxy = new ForwardProxy(server.Port);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", $"http://127.0.0.1:{server.Port}", .. OneRequest, "--proxy", proxy.Url, .. Play.Quiet]);
        Expect.Exit(0, result);
        Assert.NotEmpty(proxy.RequestLines);
        Assert.All(proxy.RequestLines, l => Assert.Matches("^(CONNECT 127|POST http://127|GET http://127)", l));
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.All(file.Requests, r => Expect.Outcome("ok", r));
        for (var i = 0; i < 2; i++)
            Expect.Near(server.Posts[i].SentMs(1), file.Requests[i].TtftMs, lateMs: 80);
        Assert.Contains(proxy.Url, result.Stderr, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{proxy.Port}", file.RunStarted.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_of_the_environment_serves_targets_elsewhere_and_is_printed()
    {
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 3));
        using var proxy = new ForwardProxy(server.Port);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "http://vllm.invalid:8000", .. OneRequest, .. Play.Quiet], environment: ("HTTP_PROXY", proxy.Url));
        Expect.Exit(0, result);
        Assert.Contains(proxy.RequestLines, l => l.Contains("vllm.invalid:8000", StringComparison.Ordinal));
        Assert.Contains($"127.0.0.1:{proxy.Port}", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("HTTP_PROXY", result.Stderr, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Target_that_no_proxy_names_is_direct()
    {
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 3));
        using var proxy = new ForwardProxy(server.Port);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "http://vllm.invalid:8000", .. OneRequest, .. Play.Quiet], environment: [("HTTP_PROXY", proxy.Url), ("NO_PROXY", ".invalid")]);
        Expect.Exit(5, result);
        Assert.Empty(proxy.RequestLines);
        Assert.All(RunFile.Read(folder.File("run.ndjson")).Requests, r => Assert.Equal("dns", r.ErrorKind));
    }

    [Fact]
    public async Task Dead_proxy_named_by_option_is_a_connect_error()
    {
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 3));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, .. OneRequest, "--proxy", $"http://127.0.0.1:{ScriptedServer.FreePort()}", .. Play.Quiet]);
        Expect.Exit(5, result);
        Assert.Empty(server.Posts);
        Assert.All(RunFile.Read(folder.File("run.ndjson")).Requests, r => Expect.Outcome("connect_error", r));
    }

    [Theory]
    [InlineData("http", 407, "", "wants a user and a password (407)", "--proxy user:password@127.0.0.1:")]
    [InlineData("https", 407, "", "wants a user and a password (407)", "--proxy user:password@127.0.0.1:")]
    [InlineData("http", 407, "me:sesame@", "does not take the user and the password of its URL (407)", "--proxy user:password@127.0.0.1:")]
    [InlineData("https", 407, "me:sesame@", "does not take the user and the password of its URL (407)", "--proxy user:password@127.0.0.1:")]
    [InlineData("https", 403, "", "opens no way to vllm.invalid:8000: 403", "--proxy none for a direct connection")]
    [InlineData("https", 502, "", "opens no way to vllm.invalid:8000: 502", "--wait 60s for a server that is starting, or --proxy none")]
    public async Task Proxy_that_refuses_is_named_with_who_named_it(string scheme, int status, string user, string problem, string attempt)
    {
        using var proxy = ScriptedServer.Start(_ => Reply.Json("{}", status).With("Proxy-Authenticate", "Basic realm=\"x\""));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(
            folder, ["probe", $"{scheme}://vllm.invalid:8000", "-m", "m"], environment: ($"{scheme}_proxy", $"http://{user}127.0.0.1:{proxy.Port}"));
        Expect.Exit(3, result);
        Assert.Contains($"error: the proxy http://127.0.0.1:{proxy.Port} ({scheme}_proxy) {problem}\ntry: {attempt}", result.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", result.Stdout + result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_of_a_proxy_is_never_shown()
    {
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 3));
        using var proxy = new ForwardProxy(server.Port);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, .. OneRequest, "--proxy", $"http://user:hunter2secret@127.0.0.1:{proxy.Port}", "--debug", .. Play.Quiet]);
        Assert.DoesNotContain("hunter2secret", result.Stdout + result.Stderr + File.ReadAllText(folder.File("run.ndjson")), StringComparison.Ordinal);
    }
}
