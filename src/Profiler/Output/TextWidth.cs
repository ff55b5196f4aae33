using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Output;

/// <summary>Columns that a text takes on a terminal: wide East Asian characters and emoji take two, marks and colour codes none.</summary>
public static class TextWidth
{
    /// <summary>Columns of a text.</summary>
    public static int Of(string text)
    {
        var width = 0;
        for (var i = 0; i < text.Length;)
            width += Next(text, ref i);
        return width;
    }

    /// <summary>The longest beginning of a text that fits.</summary>
    public static string Cut(string text, int width)
    {
        var used = 0;
        var fits = 0;
        for (var i = 0; i < text.Length; fits = i)
        {
            used += Next(text, ref i);
            if (used > width)
                break;
        }

        return text[..fits];
    }

    /// <summary>A text that is too long, without its middle: what tells names of one kind apart stands at their end.</summary>
    public static string Shorten(string text, int width, string ellipsis)
    {
        if (Of(text) <= width)
            return text;
        var room = Math.Max(0, width - ellipsis.Length);
        var head = Cut(text, room / 2);
        room -= Of(head);
        var tail = text.Length;
        for (var i = head.Length; i < text.Length && tail == text.Length;)
        {
            if (Of(text[i..]) <= room)
                tail = i;
            Next(text, ref i);
        }
        return head + ellipsis + text[tail..];
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

    /// <summary>Steps over one character or colour code, and returns its columns.</summary>
    private static int Next(string text, ref int index)
    {
        if (text[index] == '\u001b' && text.IndexOf('m', index) is >= 0 and var end)
        {
            index = end + 1;
            return 0;
        }

        Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var length);
        index += length;
        return Of(rune);
    }

    /// <summary>Columns of one character.</summary>
    public static int Of(Rune rune)
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
