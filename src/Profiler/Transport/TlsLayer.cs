using System.Net.Security;
using System.Security.Authentication;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Transport;

/// <summary>The TLS handshake with one server. Any thread.</summary>
public sealed class TlsLayer(TargetUrl target, ConnectionOptions options)
{
    /// <summary>Who is believed, and what is shown.</summary>
    public TlsClient Client { get; } = new(target, options);

    /// <summary>What a handshake asks for.</summary>
    /// <param name="protocol">The version of HTTP that is wanted.</param>
    /// <param name="onDistrust">Hears why the certificate is not believed.</param>
    public SslClientAuthenticationOptions Handshake(SslApplicationProtocol protocol, Action<TlsProblem> onDistrust)
    {
        var handshake = Client.Options(onDistrust);
        handshake.ApplicationProtocols = [protocol];
        return handshake;
    }

    /// <summary>Handshakes over <paramref name="inner"/>.</summary>
    /// <returns>The stream, or the reason why the handshake failed.</returns>
    public async ValueTask<(SslStream? Stream, TlsProblem? Failure)> AuthenticateAsync(Stream inner, CancellationToken cancel)
    {
        TlsProblem? distrust = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        var handshake = Handshake(SslApplicationProtocol.Http11, problem => distrust = problem);
        try
        {
            await stream.AuthenticateAsClientAsync(handshake, cancel);
            Client.Shaken();
            return (stream, null);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            await stream.DisposeAsync();
            return (null, distrust ?? Client.Failed(e));
        }
    }
}
