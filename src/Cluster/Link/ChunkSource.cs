using System.Security.Cryptography;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Link;

/// <summary>Hands out something part by part: bytes, or a file that is read as it is asked for. Any thread.</summary>
internal sealed class ChunkSource
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _path;

    private ChunkSource(ReadOnlyMemory<byte> bytes, string? path, long size, string sha256) => (_bytes, _path, Size, Sha256) = (bytes, path, size, sha256);

    /// <summary>Bytes of the whole.</summary>
    public long Size { get; }

    /// <summary>Of the whole, hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Of bytes in memory.</summary>
    public static ChunkSource Of(ReadOnlyMemory<byte> bytes) => new(bytes, null, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));

    /// <summary>Of a file, read once for its hash.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<ChunkSource> OfFileAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(file, cancellation);
        return new ChunkSource(default, path, file.Length, Convert.ToHexStringLower(hash));
    }

    /// <summary>A part, as an answer.</summary>
    /// <param name="request">Where it begins, and how much the asker can take.</param>
    /// <param name="most">How much our own broker takes.</param>
    /// <param name="head">What else is said of it.</param>
    public byte[] Answer(ChunkRequest request, int most, ChunkHead head)
    {
        var offset = Math.Clamp(request.Offset, 0, Size);
        var length = (int)Math.Min(Size - offset, Math.Clamp(request.Limit, 1, most));
        var whole = head with { Size = Size, Sha256 = Sha256 };
        if (_path is null)
            return Frame.Write(whole, ClusterJson.Default.ChunkHead, _bytes.Span.Slice((int)offset, length));
        var part = new byte[length];
        using var file = File.OpenRead(_path);
        file.Position = offset;
        var read = file.ReadAtLeast(part, length, throwOnEndOfStream: false);
        return Frame.Write(whole, ClusterJson.Default.ChunkHead, part.AsSpan(0, read));
    }

    /// <summary>An answer that there is nothing.</summary>
    public static byte[] Refuse(string why, AgentPhase phase = AgentPhase.Idle) =>
        Frame.Write(new ChunkHead { Refusal = why, Phase = phase }, ClusterJson.Default.ChunkHead);
}
