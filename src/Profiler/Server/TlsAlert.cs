using System.Security.Cryptography;

namespace VllmStream.Profiling.Server;

/// <summary>The alert with which a server ended TLS (RFC 8446 section 6.2), out of what .NET throws.</summary>
internal static class TlsAlert
{
    /// <summary>The server wants a client certificate; TLS 1.3 only, older servers say something vaguer.</summary>
    public const int CertificateRequired = 116;

    /// <summary>The server speaks none of the protocols that were offered (ALPN).</summary>
    public const int NoApplicationProtocol = 120;

    // An OpenSSL error code is library << 23 | reason, and an alert that came in has the reason 1000 + its number.
    private const int OpenSslLibraryOfTls = 20;
    private const int LibraryShift = 23;
    private const int FirstAlertReason = 1000;

    /// <summary>Its number; null when there was none, or the system does not give it away.</summary>
    public static int? Of(Exception? failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            var reason = e.HResult & ((1 << LibraryShift) - 1);
            if (e is CryptographicException && e.HResult >> LibraryShift == OpenSslLibraryOfTls && reason is >= FirstAlertReason and < FirstAlertReason + 256)
                return reason - FirstAlertReason;
        }
        return null;
    }

    /// <summary>True for alerts that are about the certificate we showed, or did not.</summary>
    public static bool IsAboutCertificate(int alert) => alert is (>= 42 and <= 46) or 48 or 49 or 51 or CertificateRequired;

    /// <summary>Its name in the standard; the number for one that is rare.</summary>
    public static string NameOf(int alert) => alert switch
    {
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        48 => "unknown_ca",
        49 => "access_denied",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        112 => "unrecognized_name",
        CertificateRequired => "certificate_required",
        NoApplicationProtocol => "no_application_protocol",
        _ => $"alert {alert}",
    };
}
