using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly LoopbackPeer _peer = new();
    private readonly string _pem = Path.GetTempFileName();

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Self_signed_certificate_is_refused_with_its_reason(TransportKind kind)
    {
        using var lane = new TestLane(kind);
        using var certificate = Certificate("localhost");
        var serving = ServeAsync(certificate);
        var result = await ConnectAsync(lane, "localhost", new ConnectionOptions());
        Assert.Equal("tls", result.Error!.Kind);
        Assert.Contains("self-signed", result.Error.Message, StringComparison.Ordinal);
        await EndOf(serving);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Certificate_named_as_root_is_accepted_and_bytes_keep_their_time(TransportKind kind)
    {
        using var lane = new TestLane(kind);
        using var certificate = Certificate("localhost");
        File.WriteAllText(_pem, certificate.ExportCertificatePem());
        var serving = ServeAsync(certificate);
        var result = await ConnectAsync(lane, "localhost", new ConnectionOptions { CaCertFile = _pem });
        Assert.Null(result.Error);
        Assert.True(result.Pipe!.Phases.TlsTicks > 0);

        var pipe = result.Pipe;
        using var server = await serving;
        Assert.True(await lane.WriteAsync(pipe, "ping"u8.ToArray()) > 0);
        var heard = new byte[4];
        await server.ReadExactlyAsync(heard, TestContext.Current.CancellationToken);
        var before = Ticks.Now;
        await server.WriteAsync("pong"u8.ToArray(), TestContext.Current.CancellationToken);

        var read = await lane.ReadAsync(pipe);

        Assert.Equal("ping", Encoding.ASCII.GetString(heard));
        Assert.Equal("pong", Encoding.ASCII.GetString(read.Buffer.ToArray()));
        Assert.InRange(read.ArrivedTicks, before, Ticks.Now);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Wrong_name_is_refused_even_when_the_root_is_known(TransportKind kind)
    {
        using var lane = new TestLane(kind);
        using var certificate = Certificate("elsewhere.example");
        File.WriteAllText(_pem, certificate.ExportCertificatePem());
        var serving = ServeAsync(certificate);
        var result = await ConnectAsync(lane, "localhost", new ConnectionOptions { CaCertFile = _pem });
        Assert.Equal("tls", result.Error!.Kind);
        Assert.Contains("not for localhost", result.Error.Message, StringComparison.Ordinal);
        await EndOf(serving);
    }

    [Theory]
    [MemberData(nameof(TestLane.Kinds), MemberType = typeof(TestLane))]
    public async Task Insecure_accepts_any_certificate(TransportKind kind)
    {
        using var lane = new TestLane(kind);
        using var certificate = Certificate("elsewhere.example");
        var serving = ServeAsync(certificate);
        var result = await ConnectAsync(lane, "localhost", new ConnectionOptions { Insecure = true });
        Assert.Null(result.Error);
        using var server = await serving;
    }

    public void Dispose()
    {
        _peer.Dispose();
        File.Delete(_pem);
    }

    private Task<ConnectResult> ConnectAsync(TestLane lane, string host, ConnectionOptions options) =>
        lane.ConnectAsync(new ConnectTarget(new TargetUrl("https", host, _peer.Port, ""), options));

    private async Task<SslStream> ServeAsync(X509Certificate2 certificate)
    {
        var socket = await _peer.AcceptAsync();
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsServerAsync(certificate);
        // TLS 1.3: the server's handshake is over before the client has judged the certificate; a read tells.
        return stream;
    }

    // With TLS 1.3 the server may have finished before the client refuses; either way nothing is left running.
    private static async Task EndOf(Task<SslStream> serving)
    {
        try
        {
            await (await serving).DisposeAsync();
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Refused while the server was still at it.
        }
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Parse("192.0.2.1"));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // SslStream wants a key from a PKCS#12 store on some systems.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
