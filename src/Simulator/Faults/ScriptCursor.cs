using System.Globalization;
using System.Text;

namespace VllmStream.Simulation;

/// <summary>Walks through the text of a script: names, quoted texts, and parentheses, with the place of each for errors.</summary>
internal sealed class ScriptCursor(string script)
{
    public int Position { get; set; }

    public bool IsAtEnd => Position >= script.Length;

    public char Current => IsAtEnd ? '\0' : script[Position];

    public FaultSyntaxException Error(string problem, int? position = null) => new(script, position ?? Position, problem);

    public void SkipBlanks()
    {
        while (char.IsWhiteSpace(Current)) Position++;
    }

    public bool TryTake(char expected)
    {
        if (Current != expected || IsAtEnd) return false;
        Position++;
        return true;
    }

    public bool TryTake(string expected)
    {
        if (string.CompareOrdinal(script, Position, expected, 0, expected.Length) != 0) return false;
        Position += expected.Length;
        return true;
    }

    /// <summary>Letters, digits and dashes; empty if there are none.</summary>
    public string Word() => While(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public string While(Func<char, bool> matches)
    {
        var start = Position;
        while (!IsAtEnd && matches(Current)) Position++;
        return script[start..Position];
    }

    /// <summary>A value of an argument: in quotes, or all up to a comma or the closing parenthesis.</summary>
    public string Value()
    {
        SkipBlanks();
        return Current == '"' ? Encoding.UTF8.GetString(Quoted()) : While(c => c is not (',' or ')')).TrimEnd();
    }

    /// <summary>The values up to the closing parenthesis; the cursor stands behind the opening one.</summary>
    public List<string> Values()
    {
        var values = new List<string>();
        SkipBlanks();
        if (TryTake(')')) return values;
        do
        {
            values.Add(Value());
            SkipBlanks();
        }
        while (TryTake(','));
        if (!TryTake(')')) throw Error("the parenthesis is not closed; add )");
        return values;
    }

    /// <summary>The bytes of a text in quotes: \n \r \t \" \\ , \xHH for a byte, \uHHHH for a character.</summary>
    public byte[] Quoted()
    {
        var start = Position;
        Position++;
        using var bytes = new MemoryStream();
        while (!TryTake('"'))
        {
            if (IsAtEnd) throw Error("the quote is not closed; add \"", start);
            if (Current == '\\') Escape(bytes);
            else Character(bytes);
        }

        return bytes.ToArray();
    }

    private void Character(MemoryStream bytes)
    {
        var length = char.IsHighSurrogate(Current) && Position + 1 < script.Length ? 2 : 1;
        bytes.Write(Encoding.UTF8.GetBytes(script.Substring(Position, length)));
        Position += length;
    }

    private void Escape(MemoryStream bytes)
    {
        var start = Position++;
        var kind = Current;
        Position++;
        switch (kind)
        {
            case 'n':
                bytes.WriteByte((byte)'\n');
                break;
            case 'r':
                bytes.WriteByte((byte)'\r');
                break;
            case 't':
                bytes.WriteByte((byte)'\t');
                break;
            case '"' or '\\':
                bytes.WriteByte((byte)kind);
                break;
            case 'x':
                bytes.WriteByte((byte)Hexadecimal(2, start));
                break;
            case 'u':
                var unit = (char)Hexadecimal(4, start);
                // Two halves of one character stand one after the other.
                var isPair = char.IsHighSurrogate(unit) && TryTake("\\u");
                bytes.Write(Encoding.UTF8.GetBytes(isPair ? [unit, (char)Hexadecimal(4, start)] : [unit]));
                break;
            default:
                throw Error("after \\ stands n, r, t, \", \\, xHH or uHHHH", start);
        }
    }

    private int Hexadecimal(int digits, int start)
    {
        if (Position + digits > script.Length || !int.TryParse(script.AsSpan(Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Error($"after \\{(digits == 2 ? 'x' : 'u')} stand {digits} hexadecimal digits", start);
        Position += digits;
        return value;
    }
}
