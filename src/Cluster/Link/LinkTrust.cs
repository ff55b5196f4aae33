using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Link;

/// <summary>Whose certificate is believed of a broker, which one we show, and why one was not believed.</summary>
/// <remarks>The client library would do both, but keeps the reason to itself.</remarks>
internal sealed class LinkTrust
{
    private readonly X509Certificate2Collection? _roots;
    private readonly SslStreamCertificateContext? _ours;

    /// <summary>Reads the files.</summary>
    /// <exception cref="OptionException">One of them does not hold what it should.</exception>
    public LinkTrust(LinkSettings settings)
    {
        _roots = settings.CaCertFile is { } file ? ReadRoots(file) : null;
        _ours = settings.CertFile is { } cert ? ReadOurs(cert, settings.KeyFile) : null;
    }

    /// <summary>Why the last certificate was not believed; null = it was, or there was none yet.</summary>
    public string? Distrust { get; private set; }

    /// <summary>True if we have a certificate to show.</summary>
    public bool HasOurs => _ours is not null;

    /// <summary>Sets what a handshake needs.</summary>
    public ValueTask ConfigureAsync(SslClientAuthenticationOptions options)
    {
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Judge(certificate as X509Certificate2, chain, errors, options.TargetHost);
        if (_ours is not null)
            options.ClientCertificateContext = _ours;
        return ValueTask.CompletedTask;
    }

    private bool Judge(X509Certificate2? leaf, X509Chain? sent, SslPolicyErrors errors, string? host)
    {
        Distrust = errors == SslPolicyErrors.None || IsOfOurRoots(leaf, sent, errors) ? null
            : leaf is null ? "the broker sent no certificate"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"it is for {leaf.Subject}, not for {host}"
            : $"it is from {leaf.Issuer}, which is not trusted";
        return Distrust is null;
    }

    private bool IsOfOurRoots(X509Certificate2? leaf, X509Chain? sent, SslPolicyErrors errors)
    {
        // careful: our own roots mend an unknown issuer only, never a wrong name or a missing certificate.
        if (_roots is null || leaf is null || errors != SslPolicyErrors.RemoteCertificateChainErrors)
            return false;
        using var chain = new X509Chain();
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }

    private static X509Certificate2Collection ReadRoots(string file)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            // careful: it takes a file without any PEM for an empty list.
            roots.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--nats-cacert {file} holds no certificate: {e.Message}");
        }

        return roots.Count > 0 ? roots : throw new OptionException($"--nats-cacert {file} holds no certificate", "--nats-cacert with a PEM file");
    }

    private static SslStreamCertificateContext ReadOurs(string certFile, string? keyFile)
    {
        try
        {
            var pem = File.ReadAllText(certFile);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            var leaf = X509Certificate2.CreateFromPem(pem, keyFile is null ? pem : File.ReadAllText(keyFile));
            return SslStreamCertificateContext.Create(leaf, [.. all.Skip(1)], offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--nats-cert {certFile}{(keyFile is null ? "" : $" with --nats-key {keyFile}")} is no certificate with its key: {e.Message}", "PEM files, the key without a password");
        }
    }
}
