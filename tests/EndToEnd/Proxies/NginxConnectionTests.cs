using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace VllmStream.Tests.EndToEnd.Proxies;

/// <summary>Connections that nginx ends: TLS, and how long it keeps them.</summary>
[Trait("transport", "any")]
public sealed class NginxConnectionTests
{
    [Theory]
    [Trait("case", "TR12")]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task Certificate_given_by_file_is_trusted_and_the_stream_keeps_its_times(string version)
    {
        using var certificate = TestCertificates.SelfSigned();
        using var files = new TempFolder();
        var pem = files.Write("certificate.pem", certificate.ExportCertificatePem());
        using var played = await NginxPlay.RunAsync(
            r => r.IsPost ? Reply.Chat(150, 80, 20) : null, NginxPlay.Unbuffered, ["-c", "1", "-n", "2", "--cacert", pem, "--record", "gaps"], Tls(files, certificate, version));
        var requests = played.File.Requests;
        Assert.Equal(["new", "reused"], requests.Select(r => r.Conn));
        for (var i = 0; i < 2; i++)
        {
            Expect.Ok(requests[i], tokens: 20, tokenEvents: 20);
            Assert.Equal("streamed", requests[i].StreamShape);
            Expect.Near(played.Server.Posts[i].SentMs(1), requests[i].TtftMs, NginxPlay.LateMs);
            Expect.Time(80, requests[i].ItlP50Ms, 10);
        }
        Assert.Equal("https", new Uri(played.File.RunStarted.GetProperty("target").GetString()!).Scheme);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "TR12")]
    public async Task Certificate_that_nobody_vouches_for_is_a_connect_error()
    {
        using var certificate = TestCertificates.SelfSigned();
        using var files = new TempFolder();
        using var played = await NginxPlay.RunAsync(r => r.IsPost ? Reply.Chat(20, 5, 3) : null, NginxPlay.Unbuffered, ["-c", "1", "-n", "1"], Tls(files, certificate, "TLSv1.3"));
        Expect.Outcome("connect_error", played.Request);
        Assert.Equal("tls", played.Request.ErrorKind);
        Assert.Contains("self-signed", played.Request.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(played.Server.Posts);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "TR12")]
    public async Task Plain_request_to_the_tls_port_is_400_with_the_words_of_the_page()
    {
        using var certificate = TestCertificates.SelfSigned();
        using var server = ScriptedServer.Start(Reply.Chat(20, 5, 3));
        using var folder = new TempFolder();
        await using var nginx = await Nginx.StartAsync(server.Port, NginxPlay.Unbuffered, Tls(folder, certificate, "TLSv1.3"));
        var result = await Vllmstream.RunAsync(folder, ["run", nginx.Url.Replace("https", "http", StringComparison.Ordinal), "-c", "1", "-n", "1", .. Play.Quiet]);
        var request = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Requests);
        Expect.Outcome("http_error", request);
        Assert.Equal(400, request.HttpStatus);
        Assert.Contains("plain HTTP request was sent to HTTPS port", request.ErrorMessage, StringComparison.Ordinal);
        Expect.Exit(5, result);
    }

    [Fact]
    [Trait("case", "TR01")]
    public async Task Connections_are_kept_as_long_as_nginx_keeps_them()
    {
        using var played = await NginxPlay.RunAsync(r => r.IsPost ? Reply.Chat(20, 5, 3) : null, NginxPlay.Unbuffered, ["-c", "1", "-n", "7"], "keepalive_requests 3;");
        Assert.All(played.File.Requests, r => Expect.Ok(r, tokens: 3, tokenEvents: 3));
        Assert.Equal(["new", "reused", "reused", "new", "reused", "reused", "new"], played.File.Requests.Select(r => r.Conn));
        Assert.Equal(1, played.Server.Connections);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "TR01")]
    public async Task Connection_that_nginx_closes_while_idle_is_replaced()
    {
        using var played = await NginxPlay.RunAsync(r => r.IsPost ? Reply.Chat(20, 5, 3) : null, NginxPlay.Unbuffered, ["-r", "1", "--arrival", "constant", "-n", "3"], "keepalive_timeout 200ms;");
        Assert.All(played.File.Requests, r => Expect.Ok(r, tokens: 3, tokenEvents: 3));
        Assert.Equal(["new", "new", "new"], played.File.Requests.Select(r => r.Conn));
        Expect.Exit(0, played.Process);
    }

    [Theory]
    [Trait("case", "sim")]
    [InlineData(NginxPlay.Unbuffered, "streamed")]
    [InlineData("", "buffered")]
    public async Task Simulator_behind_nginx_comes_to_many_at_once_as_nginx_passes_it_on(string location, string shape)
    {
        using var folder = new TempFolder();
        using var simulator = await RunningSimulator.StartAsync("--itl", "30ms");
        await using var nginx = await Nginx.StartAsync(simulator.Port, location);
        var result = await Vllmstream.RunAsync(folder, ["run", nginx.Url, "-c", "8", "-n", "32", "--warmup", "0", "--osl", "12", "--ignore-eos", "-o", "run.ndjson", "--ui", "none"], timeoutSeconds: 60);
        Expect.Exit(0, result);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.Equal(32, file.Requests.Count);
        Assert.All(file.Requests, r => Expect.Ok(r, tokens: 12, tokenEvents: 12));
        Assert.Equal(shape, file.Summary.Line.GetProperty("totals").GetProperty("stream_shape").GetProperty("verdict").GetString());
        Assert.InRange(file.Requests.Count(r => r.Conn == "new"), 1, 8);
    }

    private static string Tls(TempFolder files, X509Certificate2 certificate, string version)
    {
        var chain = files.Write("server.pem", certificate.ExportCertificatePem());
        var key = files.Write("server.key", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return string.Create(CultureInfo.InvariantCulture, $"ssl_certificate {chain}; ssl_certificate_key {key}; ssl_protocols {version};");
    }
}
