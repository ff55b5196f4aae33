using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;

namespace VllmStream.Tests.Profiler.Server;

public sealed class ClientCertificateTests : IDisposable
{
    private const string Password = "sesame";
    private readonly string _folder = Directory.CreateTempSubdirectory("vllmstream-cert").FullName;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _ofRsa;
    private readonly X509Certificate2 _ofEc;

    public ClientCertificateTests()
    {
        _ofRsa = SelfSigned(new CertificateRequest("CN=rsa", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        _ofEc = SelfSigned(new CertificateRequest("CN=ec", _ec, HashAlgorithmName.SHA256));
        Write("rsa.pem", _ofRsa.ExportCertificatePem());
        Write("ec.pem", _ofEc.ExportCertificatePem());
        Write("rsa.key", _rsa.ExportPkcs8PrivateKeyPem());
        Write("rsa-old.key", _rsa.ExportRSAPrivateKeyPem());
        Write("ec-old.key", _ec.ExportECPrivateKeyPem());
        Write("both.pem", "Bag Attributes\r\n  friendlyName: me\r\n" + _rsa.ExportPkcs8PrivateKeyPem() + "\r\nsubject=CN = rsa\r\n" + _ofRsa.ExportCertificatePem());
        Write("chain.pem", _ofRsa.ExportCertificatePem() + "\n" + _ofEc.ExportCertificatePem());
        Write("locked.key", _rsa.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Write("locked-old.key", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Write("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Write("words.txt", "no certificate");
        Write("empty.pem", "");
        File.WriteAllBytes(PathOf("open.p12"), _ofRsa.Export(X509ContentType.Pkcs12));
        File.WriteAllBytes(PathOf("locked.p12"), _ofRsa.Export(X509ContentType.Pkcs12, Password));
        using var keyless = X509CertificateLoader.LoadCertificate(_ofRsa.RawData);
        File.WriteAllBytes(PathOf("keyless.p12"), new X509Certificate2Collection(keyless).Export(X509ContentType.Pkcs12)!);
    }

    [Theory]
    [InlineData("rsa.pem", "rsa.key", "CN=rsa")]
    [InlineData("rsa.pem", "rsa-old.key", "CN=rsa")]
    [InlineData("rsa.pem", "both.pem", "CN=rsa")]
    [InlineData("chain.pem", "rsa.key", "CN=rsa")]
    [InlineData("ec.pem", "ec-old.key", "CN=ec")]
    [InlineData("both.pem", null, "CN=rsa")]
    [InlineData("open.p12", null, "CN=rsa")]
    public void Certificate_is_read_with_its_key(string cert, string? key, string subject)
    {
        var target = Load(cert, key)!.TargetCertificate;
        Assert.Equal(subject, target.Subject);
        Assert.True(target.HasPrivateKey);
    }

    [Theory]
    [InlineData("nowhere.pem", null, "--cert nowhere.pem is no file that can be read", null)]
    [InlineData("empty.pem", null, "--cert empty.pem holds no certificate", "--cert with a PEM or PKCS#12 file")]
    [InlineData("words.txt", null, "--cert words.txt holds no certificate", "--cert with a PEM or PKCS#12 file")]
    [InlineData("broken.pem", null, "--cert broken.pem holds no certificate", "--cert with a PEM or PKCS#12 file")]
    [InlineData("rsa.key", null, "--cert rsa.key holds no certificate", "--cert with a PEM or PKCS#12 file")]
    [InlineData("rsa.pem", null, "--cert rsa.pem holds no private key", "--key with the PEM file of its key")]
    [InlineData("rsa.pem", "ec.pem", "--key ec.pem holds no private key", null)]
    [InlineData("rsa.pem", "nowhere.key", "--key nowhere.key is no file that can be read", null)]
    [InlineData("rsa.pem", "locked.key", "the key in --key locked.key is encrypted, and no password is taken", "openssl pkey -in locked.key -out plain.key, then --key plain.key")]
    [InlineData("rsa.pem", "locked-old.key", "the key in --key locked-old.key is encrypted, and no password is taken", "openssl pkey -in locked-old.key -out plain.key, then --key plain.key")]
    [InlineData("locked.p12", null, "--cert locked.p12 is encrypted or damaged, and no password is taken", "openssl pkcs12 -in locked.p12 -nodes -out client.pem, then --cert client.pem")]
    [InlineData("keyless.p12", null, "--cert keyless.p12 holds no private key", null)]
    [InlineData("open.p12", "rsa.key", "--cert open.p12 is PKCS#12, which holds its own key; leave out --key rsa.key", null)]
    public void What_cannot_be_used_is_one_line(string cert, string? key, string message, string? attempt)
    {
        var fault = Assert.Throws<OptionException>(() => Load(cert, key));
        Assert.Equal((message, attempt), (fault.Message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), fault.Attempt?.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("rsa.pem", "ec-old.key")]
    [InlineData("ec.pem", "rsa.key")]
    [InlineData("rsa.pem", "broken.key")]
    [InlineData("chain.pem", "ec-old.key")]
    public void Key_of_another_certificate_is_told(string cert, string key) =>
        Assert.StartsWith($"the key in --key {PathOf(key)} does not belong to the first certificate of --cert {PathOf(cert)}: ", Assert.Throws<OptionException>(() => Load(cert, key)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_file_there_is_none() => Assert.Null(ClientCertificate.Load(new ConnectionOptions()));

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _rsa.Dispose();
        _ec.Dispose();
        _ofRsa.Dispose();
        _ofEc.Dispose();
    }

    private System.Net.Security.SslStreamCertificateContext? Load(string cert, string? key) =>
        ClientCertificate.Load(new ConnectionOptions { ClientCertFile = PathOf(cert), ClientKeyFile = key is null ? null : PathOf(key) });

    private static X509Certificate2 SelfSigned(CertificateRequest request) => request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);
}
