using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Certificates made for one test: nothing on the machine trusts them.</summary>
internal static class TestCertificates
{
    /// <summary>A certificate for loopback that is its own issuer.</summary>
    public static X509Certificate2 SelfSigned(string host = "localhost")
    {
        using var key = RSA.Create(2048);
        var request = Request("CN=" + host, key, host);
        var now = DateTimeOffset.UtcNow;
        return WithKey(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)));
    }

    /// <summary>A private authority and a certificate for loopback that it issued.</summary>
    public static (X509Certificate2 Authority, X509Certificate2 Leaf) Issued()
    {
        var now = DateTimeOffset.UtcNow;
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=end to end test authority", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var root = rootRequest.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        using var key = RSA.Create(2048);
        using var leaf = Request("CN=localhost", key, "localhost").Create(root, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        return (root, WithKey(leaf.CopyWithPrivateKey(key)));
    }

    /// <summary>A certificate for a client that an authority issued, and its key, as PEM.</summary>
    public static (string Cert, string Key) Client(X509Certificate2 authority)
    {
        using var key = RSA.Create(2048);
        var now = DateTimeOffset.UtcNow;
        using var leaf = Request("CN=client", key, "client").Create(authority, now.AddDays(-1), now.AddDays(1), [5, 6, 7, 8]);
        return (leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest Request(string name, RSA key, string host)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    // SslStream wants a key that belongs to the certificate object; the way through PKCS#12 gives one on every system.
    private static X509Certificate2 WithKey(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
}
