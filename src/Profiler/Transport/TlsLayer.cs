using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Transport;

/// <summary>The TLS handshake with one server. Immutable; any thread.</summary>
public sealed class TlsLayer(string host, ConnectionOptions options)
{
    private readonly TlsTrust _trust = new(host, options);

    /// <summary>Handshakes over <paramref name="inner"/>.</summary>
    /// <returns>The stream, or the reason why the handshake failed.</returns>
    public async ValueTask<(SslStream? Stream, string? Failure)> AuthenticateAsync(Stream inner, CancellationToken cancel)
    {
        string? distrust = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var handshake = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                (distrust = _trust.Distrust(certificate as X509Certificate2, chain, errors)) is null,
        };
        try
        {
            await stream.AuthenticateAsClientAsync(handshake, cancel);
            return (stream, null);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            await stream.DisposeAsync();
            return (null, distrust ?? (e.InnerException ?? e).Message);
        }
    }
}
