using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>Which certificate of a server is believed, and a readable reason when it is not. Immutable; any thread.</summary>
public sealed class TlsTrust
{
    private readonly string _host;
    private readonly bool _insecure;
    private readonly X509Certificate2Collection? _extraRoots;

    /// <summary>Loads additional roots once.</summary>
    /// <exception cref="OptionException">The file of --cacert holds no certificate.</exception>
    public TlsTrust(string host, ConnectionOptions options)
    {
        _host = host;
        _insecure = options.Insecure;
        _extraRoots = ReadRoots(options);
    }

    /// <summary>Reads the file of --cacert.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="OptionException">It holds no certificate.</exception>
    public static X509Certificate2Collection? ReadRoots(ConnectionOptions options)
    {
        if (options.CaCertFile is not { } file)
            return null;
        var roots = new X509Certificate2Collection();
        try
        {
            // careful: it takes a file without any PEM for an empty list.
            roots.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw NoCertificate(file, $": {e.Message}");
        }
        return roots.Count > 0 ? roots : throw NoCertificate(file, "");
    }

    /// <summary>Judges a certificate.</summary>
    /// <param name="leaf">The server's certificate; null when it sent none.</param>
    /// <param name="chain">The chain the system built.</param>
    /// <param name="errors">What the system found wrong.</param>
    /// <returns>Null when it is believed, else the reason.</returns>
    public string? Distrust(X509Certificate2? leaf, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || _insecure || TrustedByExtraRoots(leaf, chain, errors))
            return null;
        if (leaf is null)
            return "the server sent no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"it is for {leaf.Subject}, not for {_host}";
        if (leaf.Subject == leaf.Issuer)
            return "not trusted (self-signed)";
        var status = chain?.ChainStatus.FirstOrDefault().StatusInformation;
        return string.IsNullOrWhiteSpace(status) ? "not trusted" : $"not trusted ({status.Trim()})";
    }

    private static OptionException NoCertificate(string file, string more) => new($"--cacert {file} holds no certificate{more}", "--cacert with a PEM file");

    private bool TrustedByExtraRoots(X509Certificate2? leaf, X509Chain? sent, SslPolicyErrors errors)
    {
        // careful: extra roots mend an unknown issuer only, never a wrong name or a missing certificate.
        if (_extraRoots is null || leaf is null || errors != SslPolicyErrors.RemoteCertificateChainErrors)
            return false;
        using var chain = new X509Chain();
        // Intermediates come from the server, not from the file of roots.
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_extraRoots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }
}
