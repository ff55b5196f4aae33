using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>Our side of TLS with one server: which certificate of it is believed, which of ours it is shown, and what a refusal means. Any thread.</summary>
/// <remarks>
/// A server that wants a client certificate says so inside the handshake, and what it does without one differs: an alert, or no
/// word at all. With TLS 1.3, and with many servers of TLS 1.2 too, the handshake has then ended well for us, and the refusal
/// comes in place of the first answer. So it is noted whether a certificate was asked for.
/// </remarks>
public sealed class TlsClient
{
    private readonly TargetUrl _target;
    private readonly TlsTrust _trust;
    private readonly string? _certFile;
    private readonly SslStreamCertificateContext? _own;
    private volatile bool _isAsked;
    private volatile bool _hasShaken;
    private volatile bool _hasAnswered;

    /// <summary>Reads the files of certificates once.</summary>
    /// <exception cref="OptionException">The file of --cacert holds no certificate, or those of --cert and --key none with its key.</exception>
    public TlsClient(TargetUrl target, ConnectionOptions options)
    {
        _target = target;
        _trust = new TlsTrust(target.Host, options);
        _certFile = options.ClientCertFile;
        _own = ClientCertificate.Load(options);
    }

    /// <summary>What a handshake is begun with.</summary>
    /// <param name="onDistrust">Hears why the server's certificate is not believed.</param>
    public SslClientAuthenticationOptions Options(Action<TlsProblem> onDistrust) => new()
    {
        TargetHost = _target.Host,
        ClientCertificateContext = _own,
        // careful: only until it is known, because sessions are not resumed with it.
        LocalCertificateSelectionCallback = _own is null && !_hasShaken ? NoteAsked : null,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if (_trust.Distrust(certificate as X509Certificate2, chain, errors) is not { } reason)
                return true;
            onDistrust(new TlsProblem($"certificate of {_target.Authority}: {reason}", "--cacert ca.pem, or --insecure for a test"));
            return false;
        },
    };

    /// <summary>A handshake has ended well for us.</summary>
    public void Shaken() => _hasShaken = true;

    /// <summary>The server has answered: whatever it asked for, it goes on with what it got.</summary>
    public void Answered()
    {
        if (!_hasAnswered)
            _hasAnswered = true;
    }

    /// <summary>True when a connection was ended by the other side, and not given up by us over what it sent.</summary>
    /// <param name="failure">How it ended; null when it was closed in order.</param>
    public static bool IsBrokenOff(Exception? failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is IOException)
                return true;
        }
        return failure is null;
    }

    /// <summary>Why a handshake failed.</summary>
    public TlsProblem Failed(Exception failure) =>
        TlsAlert.Of(failure) is null && !_isAsked
            ? new TlsProblem($"TLS with {_target.Authority}: {(failure.InnerException ?? failure).Message}", null)
            : Refusal(failure)!;

    /// <summary>What it means that the server ended a connection on which it had not answered yet.</summary>
    /// <param name="failure">How the connection ended; null when it was closed in order.</param>
    /// <returns>Null when nothing shows that it refused us.</returns>
    public TlsProblem? Refusal(Exception? failure)
    {
        var alert = TlsAlert.Of(failure);
        var said = alert is { } number ? $" ({TlsAlert.NameOf(number)})" : "";
        if (_own is null && (alert == TlsAlert.CertificateRequired || (_isAsked && !_hasAnswered)))
            return new TlsProblem($"{_target.Authority} asks for a client certificate, got none and ended the connection{said}", "--cert client.pem");
        if (alert is null)
        {
            return _own is null || _hasAnswered || !IsBrokenOff(failure) ? null
                : new TlsProblem($"{_target.Authority} ended the connection without an answer; it may refuse the client certificate of --cert {_certFile}", null);
        }
        return _own is not null && TlsAlert.IsAboutCertificate(alert.Value)
            ? new TlsProblem($"{_target.Authority} refuses the client certificate of --cert {_certFile}{said}", null)
            : new TlsProblem($"TLS with {_target.Authority}: ended by the server{said}", null);
    }

    // .NET asks once before the handshake, without a certificate of the server, and again when the server wants one.
    private X509Certificate NoteAsked(object sender, string host, X509CertificateCollection local, X509Certificate? remote, string[] issuers)
    {
        if (remote is not null)
            _isAsked = true;
        return null!;
    }
}
