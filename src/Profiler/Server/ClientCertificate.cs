using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>Reads the certificate that is shown to a server that asks for one, with its key and what stands between it and its root.</summary>
/// <remarks>No password is taken: on a command line other users would read it.</remarks>
internal static class ClientCertificate
{
    /// <summary>Reads the files of --cert and --key.</summary>
    /// <returns>Null when there is no --cert.</returns>
    /// <exception cref="OptionException">They hold no certificate with its key.</exception>
    public static SslStreamCertificateContext? Load(ConnectionOptions options)
    {
        if (options.ClientCertFile is not { } file)
            return null;
        var bytes = Read("--cert", file);
        var (leaf, others) = IsPem(bytes) ? FromPem(file, Text(bytes), options.ClientKeyFile)
            : IsPkcs12(bytes) ? FromPkcs12(file, bytes, options.ClientKeyFile)
            : throw NoCertificate(file);
        return SslStreamCertificateContext.Create(leaf, others, offline: true);
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Others) FromPem(string file, string pem, string? keyFile)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw NoCertificate(file);
        }
        if (all.Count == 0)
            throw NoCertificate(file);

        var keyPem = keyFile is null ? pem : Text(Read("--key", keyFile));
        var holder = keyFile is null ? $"--cert {file}" : $"--key {keyFile}";
        // PKCS#8 names it in the label, the older form in a line of its own.
        if (keyPem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) || keyPem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new OptionException($"the key in {holder} is encrypted, and no password is taken", $"openssl pkey -in {keyFile ?? file} -out plain.key, then --key plain.key");
        if (!keyPem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new OptionException($"{holder} holds no private key", keyFile is null ? "--key with the PEM file of its key" : null);
        try
        {
            return (Usable(X509Certificate2.CreateFromPem(pem, keyPem)), [.. all.Skip(1)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new OptionException($"the key in {holder} does not belong to the first certificate of --cert {file}: {e.Message}");
        }
    }

    private static (X509Certificate2 Leaf, X509Certificate2Collection Others) FromPkcs12(string file, byte[] bytes, string? keyFile)
    {
        if (keyFile is not null)
            throw new OptionException($"--cert {file} is PKCS#12, which holds its own key; leave out --key {keyFile}");
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(bytes, password: null);
        }
        catch (CryptographicException)
        {
            throw new OptionException($"--cert {file} is encrypted or damaged, and no password is taken", $"openssl pkcs12 -in {file} -nodes -out client.pem, then --cert client.pem");
        }
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey);
        return leaf is null
            ? throw new OptionException(all.Count == 0 ? $"--cert {file} holds no certificate" : $"--cert {file} holds no private key")
            : (leaf, [.. all.Where(certificate => certificate != leaf)]);
    }

    // Windows hands a key to TLS only out of a key store.
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null) : certificate;

    private static byte[] Read(string option, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{option} {file} is no file that can be read");
        }
    }

    private static bool IsPem(byte[] bytes) => bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static bool IsPkcs12(byte[] bytes)
    {
        try
        {
            return bytes.Length > 0 && X509Certificate2.GetCertContentType(bytes) == X509ContentType.Pkcs12;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private static OptionException NoCertificate(string file) => new($"--cert {file} holds no certificate", "--cert with a PEM or PKCS#12 file");
}
