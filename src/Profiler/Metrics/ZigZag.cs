namespace VllmStream.Profiling.Metrics;

/// <summary>HdrHistogram's variable-length numbers: ZigZag, then LEB128 in at most nine bytes, of which the ninth holds eight bits.</summary>
internal static class ZigZag
{
    /// <summary>Longest number.</summary>
    public const int MaxBytes = 9;

    /// <summary>Writes a number and returns its length.</summary>
    public static int Write(Span<byte> target, long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        while (length < MaxBytes - 1 && bits >= 0x80)
        {
            target[length++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        target[length++] = (byte)bits;
        return length;
    }

    /// <summary>Reads a number and returns its length.</summary>
    /// <exception cref="FormatException">The source ends inside the number.</exception>
    public static int Read(ReadOnlySpan<byte> source, out long value)
    {
        ulong bits = 0;
        for (var length = 0; length < source.Length; length++)
        {
            var last = length == MaxBytes - 1;
            bits |= (ulong)(last ? source[length] : source[length] & 0x7f) << (7 * length);
            if (last || source[length] < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return length + 1;
            }
        }

        throw new FormatException("histogram is cut off");
    }
}
