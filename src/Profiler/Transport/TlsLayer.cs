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

    /// <summary>What a handshake asks for.</summary>
    /// <param name="protocol">The version of HTTP that is wanted.</param>
    /// <param name="onDistrust">Hears why the certificate is not believed.</param>
    public SslClientAuthenticationOptions Handshake(SslApplicationProtocol protocol, Action<string> onDistrust) => new()
    {
        TargetHost = host,
        ApplicationProtocols = [protocol],
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if (_trust.Distrust(certificate as X509Certificate2, chain, errors) is not { } reason)
                return true;
            onDistrust(reason);
            return false;
        },
    };

    /// <summary>Handshakes over <paramref name="inner"/>.</summary>
    /// <returns>The stream, or the reason why the handshake failed.</returns>
    public async ValueTask<(SslStream? Stream, string? Failure)> AuthenticateAsync(Stream inner, CancellationToken cancel)
    {
        string? distrust = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var handshake = Handshake(SslApplicationProtocol.Http11, reason => distrust = reason);
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
