using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace VllmStream.Profiling.Api;

/// <summary>Decodes the raw bytes of a JSON string without ever throwing: broken UTF-8 becomes U+FFFD, a lone surrogate escape stays a lone char.</summary>
/// <remarks>Utf8JsonReader.GetString throws on both, and servers send both: raw byte tokens, and emoji split between two chunks.</remarks>
internal static class JsonText
{
    /// <summary>Decodes into a new string of at most <paramref name="maxChars"/> chars.</summary>
    public static string Decode(ReadOnlySpan<byte> raw, bool escaped, int maxChars)
    {
        if (raw.IsEmpty)
            return "";
        // A char needs at most six raw bytes (\uXXXX), so the rest cannot matter.
        var needed = (int)Math.Min(raw.Length, (long)maxChars * 6);
        var text = new StringBuilder(Math.Min(needed, 256));
        AppendTo(text, raw[..needed], escaped);
        if (text.Length > maxChars)
            text.Length = maxChars;
        return text.ToString();
    }

    /// <summary>Decodes and appends.</summary>
    public static void AppendTo(StringBuilder text, ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            AppendUtf8(text, raw);
            return;
        }

        while (true)
        {
            var backslash = raw.IndexOf((byte)'\\');
            if (backslash < 0 || backslash + 1 >= raw.Length)
            {
                AppendUtf8(text, backslash < 0 ? raw : raw[..backslash]);
                return;
            }

            AppendUtf8(text, raw[..backslash]);
            raw = raw[(backslash + 1)..];
            var used = AppendEscape(text, raw);
            raw = raw[used..];
        }
    }

    private static void AppendUtf8(StringBuilder text, ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[256];
        while (!utf8.IsEmpty)
        {
            Utf8.ToUtf16(utf8, chars, out var read, out var written);
            text.Append(chars[..written]);
            utf8 = utf8[read..];
        }
    }

    // Returns how many bytes after the backslash it took; unknown escapes are kept as they are.
    private static int AppendEscape(StringBuilder text, ReadOnlySpan<byte> raw)
    {
        switch (raw[0])
        {
            case (byte)'n': text.Append('\n'); return 1;
            case (byte)'t': text.Append('\t'); return 1;
            case (byte)'r': text.Append('\r'); return 1;
            case (byte)'b': text.Append('\b'); return 1;
            case (byte)'f': text.Append('\f'); return 1;
            case (byte)'u' when raw.Length >= 5 && TryHex(raw.Slice(1, 4), out var unit):
                text.Append(unit);
                return 5;
            case < 0x80:
                text.Append((char)raw[0]);
                return 1;
            default:
                return 0;
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out char unit)
    {
        var parsed = Utf8Parser.TryParse(digits, out ushort value, out var used, 'x') && used == 4;
        unit = (char)value;
        return parsed;
    }
}
