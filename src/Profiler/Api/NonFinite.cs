namespace VllmStream.Profiling.Api;

/// <summary>Replaces the numbers that are none (NaN, Infinity, -Infinity) by a JSON value of the same length.</summary>
internal static class NonFinite
{
    /// <summary>Overwrites them in place, outside of strings only, so that every offset stays right.</summary>
    public static void BlankOut(Span<byte> json)
    {
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (inString)
            {
                // A backslash takes the next byte with it, quote or not.
                if (b == (byte)'\\')
                    i++;
                else if (b == (byte)'"')
                    inString = false;
            }
            else if (b == (byte)'"')
            {
                inString = true;
            }
            else if (b is (byte)'N' or (byte)'I' or (byte)'-')
            {
                i += Replace(json[i..]);
            }
        }
    }

    // Returns how many bytes beyond the first were replaced.
    private static int Replace(Span<byte> at)
    {
        if (at.StartsWith("NaN"u8))
            return Zero(at, 3);
        if (at.StartsWith("Infinity"u8))
            return Zero(at, 8);
        return at.StartsWith("-Infinity"u8) ? Zero(at, 9) : 0;
    }

    // "0" with blanks is a value of any length; null would need four.
    private static int Zero(Span<byte> at, int length)
    {
        at[..length].Fill((byte)' ');
        at[0] = (byte)'0';
        return length - 1;
    }
}
