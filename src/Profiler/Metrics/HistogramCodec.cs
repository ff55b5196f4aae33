using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace VllmStream.Profiling.Metrics;

/// <summary>HdrHistogram's V2 formats, so that other HdrHistogram tools can read our files. Pure; any thread.</summary>
/// <remarks>
/// Our own because the library's compressed decode fails past about 8 KB on today's .NET and its encode makes 0.4 MB of garbage.
/// <code>
/// compressed = cookie int32, length int32, zlib(plain)
/// plain      = cookie int32, payload length int32, index offset int32, digits int32, lowest int64, highest int64, ratio double, payload
/// payload    = ZigZag LEB128 per bucket from index 0 to the last in use; a negative number stands for that many empty buckets
/// </code>
/// Integers are big-endian.
/// </remarks>
public static class HistogramCodec
{
    /// <summary>V2, word size 1 ("0x10"): counts are variable-length.</summary>
    public const int PlainCookie = 0x1c849303 | 0x10;

    /// <summary>V2 compressed, word size 1.</summary>
    public const int CompressedCookie = 0x1c849304 | 0x10;

    private const int CookieBase = ~0xf0;
    private const int PlainHeader = 40;
    private const int CompressedHeader = 8;

    /// <summary>Compressed form in base64, as in <c>summary.histograms</c>.</summary>
    public static string EncodeBase64(Distribution distribution) => Convert.ToBase64String(EncodeCompressed(distribution));

    /// <summary>Compressed form.</summary>
    public static byte[] EncodeCompressed(Distribution distribution)
    {
        var plain = EncodePlain(distribution);
        using var target = new MemoryStream(plain.Length);
        target.Write(stackalloc byte[CompressedHeader]);
        using (var zlib = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(plain);

        var bytes = target.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, CompressedCookie);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - CompressedHeader);
        return bytes;
    }

    /// <summary>Plain form.</summary>
    public static byte[] EncodePlain(Distribution distribution)
    {
        // One to nine bytes for each bucket in use, and for each run of empty ones.
        var buckets = distribution.LastIndex - distribution.FirstIndex + 2;
        var bytes = new byte[PlainHeader + (ZigZag.MaxBytes * (buckets + 1))];
        var position = PlainHeader;
        long empty = 0;
        for (var index = 0; index <= distribution.LastIndex; index++)
        {
            var count = distribution.CountAt(index);
            if (count == 0)
            {
                empty++;
                continue;
            }

            position = PutEmpty(bytes, position, ref empty);
            position += ZigZag.Write(bytes.AsSpan(position), count);
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes, PlainCookie);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), position - PlainHeader);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), HistogramScale.Digits);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), HistogramScale.Lowest);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), HistogramScale.Highest);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(32), 1);
        return bytes[..position];
    }

    /// <summary>Reads the base64 of a compressed histogram.</summary>
    /// <exception cref="FormatException">Not base64, or see <see cref="Decode"/>.</exception>
    public static void DecodeBase64(string text, Action<int, long> bucket) => Decode(Convert.FromBase64String(text), bucket);

    /// <summary>Reads either form and hands out the buckets in use.</summary>
    /// <exception cref="FormatException">Not a V2 histogram, damaged, or of another configuration.</exception>
    public static void Decode(ReadOnlySpan<byte> bytes, Action<int, long> bucket)
    {
        if (bytes.Length < CompressedHeader || (BinaryPrimitives.ReadInt32BigEndian(bytes) & CookieBase) != (CompressedCookie & CookieBase))
        {
            DecodePlain(bytes, bucket);
            return;
        }

        // A histogram of all buckets; a report that is read each second must not leave that much behind.
        var plain = ArrayPool<byte>.Shared.Rent(PlainHeader + (ZigZag.MaxBytes * HistogramScale.Length));
        try
        {
            DecodePlain(plain.AsSpan(0, Inflate(bytes, plain)), bucket);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static void DecodePlain(ReadOnlySpan<byte> bytes, Action<int, long> bucket)
    {
        if (bytes.Length < PlainHeader || (BinaryPrimitives.ReadInt32BigEndian(bytes) & CookieBase) != (PlainCookie & CookieBase))
            throw new FormatException("not an HdrHistogram V2");
        if (BinaryPrimitives.ReadInt32BigEndian(bytes[12..]) != HistogramScale.Digits ||
            BinaryPrimitives.ReadInt64BigEndian(bytes[16..]) != HistogramScale.Lowest ||
            BinaryPrimitives.ReadInt64BigEndian(bytes[24..]) != HistogramScale.Highest)
            throw new FormatException("histogram of another range or precision");

        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        if (length < 0 || length > bytes.Length - PlainHeader)
            throw new FormatException("histogram is cut off");
        ReadPayload(bytes.Slice(PlainHeader, length), bucket);
    }

    private static void ReadPayload(ReadOnlySpan<byte> payload, Action<int, long> bucket)
    {
        long index = 0;
        while (!payload.IsEmpty)
        {
            payload = payload[ZigZag.Read(payload, out var number)..];
            if (number < 0)
            {
                // careful: negating long.MinValue overflows; nothing near it is valid.
                index += number < -HistogramScale.Length ? throw new FormatException("histogram has too many buckets") : -number;
                continue;
            }

            if (index >= HistogramScale.Length)
                throw new FormatException("histogram has too many buckets");
            if (number > 0)
                bucket((int)index, number);
            index++;
        }
    }

    private static int Inflate(ReadOnlySpan<byte> bytes, byte[] plain)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        if (length < 0 || length > bytes.Length - CompressedHeader)
            throw new FormatException("histogram is cut off");

        using var source = new MemoryStream(bytes.Slice(CompressedHeader, length).ToArray());
        using var zlib = new ZLibStream(source, CompressionMode.Decompress);
        try
        {
            return zlib.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
        }
        // A damaged header (a preset dictionary, say) is an IOException of the inflater.
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            throw new FormatException("histogram does not inflate", damaged);
        }
    }

    private static int PutEmpty(byte[] bytes, int position, ref long empty)
    {
        // As in the reference implementation a single empty bucket is written as the count 0.
        if (empty > 0)
            position += ZigZag.Write(bytes.AsSpan(position), empty == 1 ? 0 : -empty);
        empty = 0;
        return position;
    }
}
