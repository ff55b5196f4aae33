using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>What deploy/container/pack makes, of a small program in the place of the large one.</summary>
public sealed class ContainerImageTests
{
    [Fact]
    public async Task Image_is_whole_and_runs_as_nobody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/etc/ssl/certs/ca-certificates.crt"), "needs Linux and the certificates of public authorities (apt install ca-certificates)");
        var folder = Directory.CreateTempSubdirectory("vllmstream-image-").FullName;
        try
        {
            var archive = Path.Combine(folder, "image.oci.tar");
            var (_, errors, exitCode) = await Programs.RunAsync(Repository.PathOf("deploy", "container", "pack"), ["/bin/true", archive, "1.2.3"]);
            Assert.True(exitCode == 0, errors);
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false, TestContext.Current.CancellationToken);

            using var layout = JsonDocument.Parse(await BytesAsync(Path.Combine(folder, "oci-layout")));
            Assert.Equal("1.0.0", layout.RootElement.GetProperty("imageLayoutVersion").GetString());
            using var index = JsonDocument.Parse(await BytesAsync(Path.Combine(folder, "index.json")));
            var entry = Assert.Single(index.RootElement.GetProperty("manifests").EnumerateArray());
            Assert.Equal("1.2.3", entry.GetProperty("annotations").GetProperty("org.opencontainers.image.ref.name").GetString());
            using var manifest = JsonDocument.Parse(await BlobAsync(folder, entry));
            using var config = JsonDocument.Parse(await BlobAsync(folder, manifest.RootElement.GetProperty("config")));
            var layer = Unzipped(await BlobAsync(folder, Assert.Single(manifest.RootElement.GetProperty("layers").EnumerateArray())));
            Assert.Equal(Digest(layer), Assert.Single(config.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray()).GetString());

            var process = config.RootElement.GetProperty("config");
            Assert.Equal("1654:1654", process.GetProperty("User").GetString());
            Assert.Equal("/app/vllmstream", Assert.Single(process.GetProperty("Entrypoint").EnumerateArray()).GetString());
            Assert.Equal("linux", config.RootElement.GetProperty("os").GetString());
            var files = Names(layer);
            Assert.Contains("app/vllmstream", files);
            Assert.Contains("etc/ssl/certs/ca-certificates.crt", files);
            // The loader and what is loaded by name: without them there is no TLS, or nothing at all.
            Assert.All(new[] { "ld-linux", "libc.so", "libssl.so", "libcrypto.so" }, name => Assert.Contains(files, file => file.Contains(name, StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What a descriptor names, which is what its digest and size say.
    private static async Task<byte[]> BlobAsync(string folder, JsonElement descriptor)
    {
        var digest = descriptor.GetProperty("digest").GetString()!;
        var bytes = await BytesAsync(Path.Combine(folder, "blobs", digest.Replace(':', '/')));
        Assert.Equal(digest, Digest(bytes));
        Assert.Equal(descriptor.GetProperty("size").GetInt64(), bytes.Length);
        return bytes;
    }

    private static Task<byte[]> BytesAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    private static string Digest(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static byte[] Unzipped(byte[] bytes)
    {
        using var source = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }

    private static List<string> Names(byte[] layer)
    {
        using var reader = new TarReader(new MemoryStream(layer));
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
            names.Add(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name);
        return names;
    }
}
