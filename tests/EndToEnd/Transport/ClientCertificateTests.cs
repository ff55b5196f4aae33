using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace VllmStream.Tests.EndToEnd.Transport;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _leaf;
    private readonly string _key;
    private int _counts;

    public ClientCertificateTests()
    {
        (_authority, _leaf) = TestCertificates.Issued();
        (var cert, _key) = TestCertificates.Client(_authority);
        _folder.Write("ca.pem", _authority.ExportCertificatePem());
        _folder.Write("client.pem", cert);
        _folder.Write("client.key", _key);
        _folder.Write("both.pem", _key + "\n" + cert);
        using var whole = X509Certificate2.CreateFromPem(cert, _key);
        File.WriteAllBytes(_folder.File("client.p12"), whole.Export(X509ContentType.Pkcs12));
    }

    public static TheoryData<SslProtocols, string> Ways { get; } = new MatrixTheoryData<SslProtocols, string>([SslProtocols.Tls12, SslProtocols.Tls13], ["auto", "portable"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Certificate_is_shown_by_look_up_probe_and_load(SslProtocols protocol, string transport)
    {
        using var server = Start(protocol);
        var result = await RunAsync(server, transport, "--cert", "client.pem", "--key", "client.key", "-c", "2", "-n", "4", "--warmup", "0");
        Expect.Exit(0, result);
        Assert.Contains(server.Log, l => l.Request is { Method: "GET", Path: "/v1/models" });
        Assert.All(RunFile.Read(_folder.File("run.ndjson")).Requests, r => Expect.Outcome("ok", r));
    }

    [Theory]
    [InlineData("both.pem")]
    [InlineData("client.p12")]
    public async Task Certificate_and_key_may_be_in_one_file(string file)
    {
        using var server = Start(SslProtocols.Tls13);
        Expect.Exit(0, await RunAsync(server, "auto", "--cert", file, "-c", "1", "-n", "2", "--warmup", "0"));
        var probe = await Vllmstream.RunAsync(_folder, ["probe", server.Url, "--cacert", "ca.pem", "--cert", file]);
        Expect.Exit(0, probe);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Server_that_gets_no_certificate_is_named_in_the_record(SslProtocols protocol, string transport)
    {
        using var server = Start(protocol);
        var result = await RunAsync(server, transport, "-c", "2", "-n", "6", "--warmup", "0", "--no-probe", "-m", "m");
        Expect.Exit(5, result);
        var requests = RunFile.Read(_folder.File("run.ndjson")).Requests;
        Assert.Equal(6, requests.Count);
        Assert.All(requests, r =>
        {
            Expect.Outcome("connect_error", r);
            Assert.Equal("tls", r.ErrorKind);
            Assert.Equal($"127.0.0.1:{server.Port} asks for a client certificate, got none and ended the connection; try: --cert client.pem", r.ErrorMessage);
        });
        Assert.Matches("connect_error +6 .*client certificate", result.Stdout);
        Assert.Empty(server.Posts);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Server_that_gets_no_certificate_stops_the_start_with_a_way_out(SslProtocols protocol, string transport)
    {
        using var server = Start(protocol);
        // Waiting does not help: the server is there.
        var result = await RunAsync(server, transport, "-n", "1", "--wait", "60s");
        Expect.Exit(3, result);
        Assert.Equal(
            [$"error: 127.0.0.1:{server.Port} asks for a client certificate, got none and ended the connection", "try: --cert client.pem"],
            result.Stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(result.Took.TotalSeconds < 30, result.ToString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Certificate_of_another_authority_is_no_anonymous_reset(SslProtocols protocol, string transport)
    {
        var (cert, key) = TestCertificates.Client(TestCertificates.Issued().Authority);
        _folder.Write("stranger.pem", cert + "\n" + key);
        using var server = Start(protocol);
        Expect.Exit(5, await RunAsync(server, transport, "--cert", "stranger.pem", "-c", "1", "-n", "1", "--warmup", "0", "--no-probe", "-m", "m"));
        var request = Assert.Single(RunFile.Read(_folder.File("run.ndjson")).Requests);
        Expect.Outcome("connect_error", request);
        Assert.Contains("refuse the client certificate of --cert stranger.pem", request.ErrorMessage, StringComparison.Ordinal);
        var start = await RunAsync(server, transport, "--cert", "stranger.pem", "-n", "1");
        Expect.Exit(3, start);
        Assert.Contains("refuse the client certificate of --cert stranger.pem", start.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-tls1_2", "handshake_failure", "unknown_ca")]
    [InlineData("-tls1_3", "certificate_required", "unknown_ca")]
    public async Task Alert_of_the_server_is_named(string protocol, string withoutCertificate, string withAnother)
    {
        using var stranger = TestCertificates.SelfSigned("client");
        _folder.Write("stranger.pem", Whole(stranger));
        _folder.Write("server.pem", Whole(_leaf));
        using var server = await OpenSslServer.TryStartAsync(_folder, protocol, "-cert", "server.pem", "-CAfile", "ca.pem", "-Verify", "3", "-verify_return_error");
        Assert.SkipWhen(server is null, "this machine has no openssl");
        async Task<string?> ErrorOf(params string[] more)
        {
            var result = await Vllmstream.RunAsync(_folder, ["run", $"https://127.0.0.1:{server.Port}", "--cacert", "ca.pem", "-c", "1", "-n", "1", .. more, .. Play.Quiet]);
            Expect.Exit(5, result);
            var request = Assert.Single(RunFile.Read(_folder.File("run.ndjson")).Requests);
            Expect.Outcome("connect_error", request);
            Assert.Equal("tls", request.ErrorKind);
            return request.ErrorMessage;
        }
        var where = $"127.0.0.1:{server.Port}";
        Assert.Equal($"{where} asks for a client certificate, got none and ended the connection ({withoutCertificate}); try: --cert client.pem", await ErrorOf());
        Assert.Equal($"{where} refuses the client certificate of --cert stranger.pem ({withAnother})", await ErrorOf("--cert", "stranger.pem"));
    }

    [Fact]
    public async Task Certificate_is_not_blamed_for_a_server_that_is_not_there()
    {
        var where = $"https://127.0.0.1:{ScriptedServer.FreePort()}";
        var result = await Vllmstream.RunAsync(_folder, ["probe", where, "--cert", "both.pem"]);
        Expect.Exit(3, result);
        Assert.Contains($"error: {where} not reachable: Connection refused", result.Stderr, StringComparison.Ordinal);
        var nameless = await Vllmstream.RunAsync(_folder, ["probe", "https://nowhere.invalid:8000", "--cert", "both.pem"]);
        Expect.Exit(3, nameless);
        Assert.Contains("error: https://nowhere.invalid:8000 not reachable: ", nameless.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", nameless.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_comes_up_is_waited_for_with_a_certificate_too()
    {
        var port = ScriptedServer.FreePort();
        using var run = Vllmstream.Start(_folder, ["run", $"https://127.0.0.1:{port}", "--cacert", "ca.pem", "--cert", "both.pem", "-c", "1", "-n", "1", "--warmup", "0", "--wait", "30s", "--ui", "none"]);
        await Wait.UntilAsync(() => run.HasExited || run.StderrSoFar.Contains("waiting", StringComparison.Ordinal));
        Assert.False(run.HasExited, run.StderrSoFar);
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, new ServerOptions { Certificate = _leaf, ClientAuthority = _authority, Port = port });
        Expect.Exit(0, await run.WaitAsync(60));
    }

    [Fact]
    public async Task Certificate_is_not_blamed_for_a_server_of_http1()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, new ServerOptions { Certificate = _leaf });
        var result = await RunAsync(server, "auto", "--http2", "--cert", "both.pem", "-n", "1");
        Expect.Exit(3, result);
        Assert.Contains($"error: {server.Url} answers in HTTP/1.1 and not in HTTP/2\ntry: without --http2", result.Stderr, StringComparison.Ordinal);
        using var strict = await OpenSslServer.TryStartAsync(_folder, "-cert", _folder.Write("server.pem", Whole(_leaf)), "-alpn", "http/1.1");
        Assert.SkipWhen(strict is null, "this machine has no openssl");
        var refused = await Vllmstream.RunAsync(_folder, ["probe", $"https://127.0.0.1:{strict.Port}", "--http2", "--cacert", "ca.pem", "--cert", "both.pem"]);
        Assert.Contains($"error: https://127.0.0.1:{strict.Port} answers in HTTP/1.1 and not in HTTP/2", refused.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_is_not_blamed_for_a_server_without_tls()
    {
        using var listener = ScriptedServer.Listen(System.Net.IPAddress.Loopback, 0);
        var serving = Task.Run(() =>
        {
            using var socket = listener.Accept();
            socket.Receive(new byte[4096]);
            socket.Send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8);
        }, TestContext.Current.CancellationToken);
        var port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;
        var result = await Vllmstream.RunAsync(_folder, ["probe", $"https://127.0.0.1:{port}", "--cert", "both.pem"]);
        await serving;
        Expect.Exit(3, result);
        Assert.DoesNotContain("client certificate", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_asked_and_answered_all_the_same_is_not_suspected_later()
    {
        await using var server = await Http2Server.StartAsync(
            async (context, _) =>
            {
                if (context.Request.Path != "/tokenize")
                    await Http2Server.ChatAsync(context, 10, 1, 2);
                else if (Interlocked.Increment(ref _counts) == 1)
                    await context.Response.WriteAsync("""{"count":7}""");
                else
                    context.Abort();
            },
            _leaf, protocols: HttpProtocols.Http1, asksForCertificate: true);
        var result = await Vllmstream.RunAsync(_folder, ["run", server.Url, "--cacert", "ca.pem", "--tokenizer", "server", "-c", "1", "-n", "2", .. Play.Quiet]);
        Expect.Exit(0, result);
        Assert.Contains("the tokenizer did not count 2 answers: /tokenize not reachable", result.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_is_in_no_line_and_files_are_named()
    {
        using var server = Start(SslProtocols.Tls13);
        var result = await RunAsync(server, "auto", "--cert", "client.pem", "--key", "client.key", "-c", "1", "-n", "1", "--warmup", "0", "--record", "raw", "--debug");
        Expect.Exit(0, result);
        var text = File.ReadAllText(_folder.File("run.ndjson"));
        var options = RunFile.Parse(text).RunStarted.GetProperty("options");
        Assert.Equal(("client.pem", "client.key"), (options.GetProperty("cert").GetString(), options.GetProperty("key").GetString()));
        // PEM without its first and last line, of which the first bytes are the same for every key.
        foreach (var line in _key.Split('\n')[2..^1])
            Assert.DoesNotContain(line.Trim(), text + result.Stdout + result.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", text + result.Stdout + result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_one_line()
    {
        _folder.Write("empty.pem", "");
        string[][] cases =
        [
            ["--cert", "nowhere.pem"],
            ["--cert", "empty.pem"],
            ["--cert", "client.pem"],
            ["--cert", "client.pem", "--key", "nowhere.key"],
            ["--key", "client.key"],
            ["--cert", "client.pem", "--key", _key],
        ];
        foreach (var options in cases)
        {
            var result = await Vllmstream.RunAsync(_folder, ["run", "https://127.0.0.1:1", "-n", "1", .. options, "--ui", "none"]);
            Expect.Exit(2, result);
            Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
            Assert.DoesNotContain(_key.Split('\n')[3], result.Stderr, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
        _leaf.Dispose();
    }

    private static string Whole(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private ScriptedServer Start(SslProtocols protocol) =>
        ScriptedServer.Start(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, new ServerOptions { Certificate = _leaf, ClientAuthority = _authority, Protocols = protocol });

    private Task<ProcessResult> RunAsync(ScriptedServer server, string transport, params string[] more) => Vllmstream.RunAsync(
        _folder, ["run", server.Url, "--cacert", "ca.pem", .. transport == "auto" ? (string[])[] : ["--transport", transport], .. more, "-o", "run.ndjson", "--ui", "none"]);
}
