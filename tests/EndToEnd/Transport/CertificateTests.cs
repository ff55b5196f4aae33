using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Transport;

[Trait("case", "TR12")]
public sealed class CertificateTests
{
    private static readonly string[] OneRequest = ["-c", "1", "-n", "1"];

    [Fact]
    public async Task Self_signed_certificate_is_a_connect_error_that_says_so()
    {
        using var certificate = TestCertificates.SelfSigned();
        using var played = await Play.RunAsync(Answer, OneRequest, options: new ServerOptions { Certificate = certificate });
        Expect.Outcome("connect_error", played.Request);
        Assert.Equal("tls", played.Request.ErrorKind);
        Assert.Contains("self-signed", played.Request.ErrorMessage!.Replace("self signed", "self-signed", StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(played.Server.Posts);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    public async Task Self_signed_certificate_fails_the_probe_with_one_line_and_a_way_out()
    {
        using var certificate = TestCertificates.SelfSigned();
        using var server = ScriptedServer.Start(Answer, new ServerOptions { Certificate = certificate });
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-n", "1", "--ui", "none"]);
        Expect.Exit(3, result);
        var error = Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains($"127.0.0.1:{server.Port}", error, StringComparison.Ordinal);
        Assert.Contains("not trusted", error, StringComparison.Ordinal);
        Assert.Contains("--cacert", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("--insecure", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_given_by_file_is_trusted()
    {
        var (authority, leaf) = TestCertificates.Issued();
        using var server = ScriptedServer.Start(Answer, new ServerOptions { Certificate = leaf });
        using var folder = new TempFolder();
        var pem = folder.Write("ca.pem", authority.ExportCertificatePem());
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "1", "-n", "3", "--cacert", pem, .. Play.Quiet]);
        Expect.Exit(0, result);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.All(requests, r => Expect.Ok(r, tokens: 3, tokenEvents: 3));
        Assert.Equal(["new", "reused", "reused"], requests.Select(r => r.Conn));
        for (var i = 0; i < 3; i++)
            Expect.Near(server.Posts[i].SentMs(1), requests[i].TtftMs);
    }

    [Fact]
    public async Task Self_signed_certificate_given_by_file_is_trusted()
    {
        using var certificate = TestCertificates.SelfSigned();
        using var server = ScriptedServer.Start(Answer, new ServerOptions { Certificate = certificate });
        using var folder = new TempFolder();
        var pem = folder.Write("ca.pem", certificate.ExportCertificatePem());
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "1", "-n", "1", "--cacert", pem, .. Play.Quiet]);
        Expect.Exit(0, result);
    }

    [Fact]
    public async Task Authority_of_another_is_not_trusted()
    {
        var (_, leaf) = TestCertificates.Issued();
        var (stranger, _) = TestCertificates.Issued();
        using var server = ScriptedServer.Start(Answer, new ServerOptions { Certificate = leaf });
        using var folder = new TempFolder();
        var pem = folder.Write("ca.pem", stranger.ExportCertificatePem());
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "1", "-n", "1", "--cacert", pem, .. Play.Quiet]);
        Expect.Exit(5, result);
        Assert.Empty(server.Posts);
    }

    [Fact]
    public async Task Authority_file_that_is_missing_is_a_bad_option()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "https://127.0.0.1:1", "-n", "1", "--cacert", "nowhere.pem", "--ui", "none"]);
        Expect.Exit(2, result);
        Assert.Contains("nowhere.pem", result.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https", "")]
    [InlineData("https", "no certificate at all")]
    [InlineData("http", "")]
    [InlineData("https", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Authority_file_without_a_certificate_is_a_bad_option(string scheme, string content)
    {
        using var folder = new TempFolder();
        folder.Write("empty.pem", content);
        var result = await Vllmstream.RunAsync(folder, ["run", $"{scheme}://127.0.0.1:1", "-n", "1", "--cacert", "empty.pem", "--ui", "none"]);
        Expect.Exit(2, result);
        Assert.Contains("error: --cacert empty.pem holds no certificate", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("try: --cacert with a PEM file", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insecure_works_is_loud_and_stands_in_the_report()
    {
        using var certificate = TestCertificates.SelfSigned("elsewhere.example");
        using var played = await Play.RunAsync(Answer, [.. OneRequest, "--insecure"], options: new ServerOptions { Certificate = certificate });
        Expect.Ok(played.Request, tokens: 3, tokenEvents: 3);
        Expect.Exit(0, played.Process);
        Assert.Contains("insecure", played.Process.Stderr, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("insecure", played.Process.Stdout, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("insecure", played.File.RunStarted.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Plain_http_to_a_tls_port_and_back_are_no_success()
    {
        using var certificate = TestCertificates.SelfSigned();
        using var tls = ScriptedServer.Start(Answer, new ServerOptions { Certificate = certificate });
        using var plain = ScriptedServer.Start(Answer);
        using var folder = new TempFolder();
        var wrong = await Vllmstream.RunAsync(folder, ["run", $"https://127.0.0.1:{plain.Port}", "-c", "1", "-n", "1", .. Play.Quiet]);
        Expect.Exit(5, wrong);
        var request = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Requests);
        Expect.Outcome("connect_error", request);
        Assert.Equal("tls", request.ErrorKind);
        using var second = new TempFolder();
        Expect.Exit(5, await Vllmstream.RunAsync(second, ["run", $"http://127.0.0.1:{tls.Port}", "-c", "1", "-n", "1", .. Play.Quiet]));
    }

    private static Reply? Answer(ScriptedRequest request) => request.IsPost ? Reply.Sse().At(10, R()).At(100, C("a")).At(110, C("b")).At(120, C("c")).At(130, Tail(3)) : null;
}
