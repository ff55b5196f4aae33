using System.Buffers;
using System.Text;

namespace VllmStream.Profiling.Tokens;

/// <summary>The letters that byte-level vocabularies write bytes with: printable ones for themselves, the others from U+0100 on (a blank is Ġ). Stateless.</summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] Letters = Make();

    /// <summary>The letter of a byte.</summary>
    public static char Of(byte value) => Letters[value];

    /// <summary>Writes the UTF-8 of a text in letters; half a surrogate pair is U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="letters">Room for three times its length.</param>
    /// <returns>Letters written.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> letters)
    {
        var rented = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        var count = Encoding.UTF8.GetBytes(text, rented);
        for (var i = 0; i < count; i++)
            letters[i] = Letters[rented[i]];
        ArrayPool<byte>.Shared.Return(rented);
        return count;
    }

    private static char[] Make()
    {
        var letters = new char[256];
        var next = (char)0x100;
        for (var value = 0; value < letters.Length; value++)
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++;
        return letters;
    }
}
