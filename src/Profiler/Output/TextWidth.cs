using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Output;

/// <summary>Columns that a text takes on a terminal: wide East Asian characters and emoji take two, marks and colour codes none.</summary>
internal static class TextWidth
{
    /// <summary>Columns of a text.</summary>
    public static int Of(string text)
    {
        var width = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\u001b' && text.IndexOf('m', i) is >= 0 and var end)
            {
                i = end + 1;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            width += Of(rune);
            i += length;
        }

        return width;
    }

    /// <summary>The longest beginning of a text that fits.</summary>
    public static string Cut(string text, int width)
    {
        var used = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Of(rune);
            if (used > width)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..Math.Min(length, text.Length)];
    }

    /// <summary>Breaks a text in two: after the last space that fits, else in the middle of the word.</summary>
    public static (string Head, string Tail) Break(string text, int width)
    {
        var head = Cut(text, Math.Max(1, width));
        if (head.Length == 0)
            return (text[..1], text[1..]);
        var space = head.Length < text.Length && text[head.Length] == ' ' ? head.Length : head.LastIndexOf(' ');
        return space > 0 ? (text[..space], text[(space + 1)..]) : (head, text[head.Length..]);
    }

    private static int Of(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        return rune.Value is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1f64f)
            or (>= 0x1f900 and <= 0x1f9ff) or (>= 0x20000 and <= 0x3fffd)
            ? 2
            : 1;
    }
}
