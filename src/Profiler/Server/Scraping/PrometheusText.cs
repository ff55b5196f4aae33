using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Server.Scraping;

/// <summary>Walks the samples of a page in Prometheus' text format or OpenMetrics'. Allocates nothing but the labels that are asked for; never throws.</summary>
/// <remarks>
/// A sample is <c>name{label="value",…} number [time] [# exemplar]</c>. Comments, blank lines and whatever is no sample are passed over;
/// the latter is counted, because a page that has nothing else is something else.
/// </remarks>
public ref struct PrometheusText
{
    // FNV-1a, 64 bits.
    private const ulong HashStart = 14_695_981_039_346_656_037;
    private const ulong HashFactor = 1_099_511_628_211;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Stands before the first sample of a page.</summary>
    public PrometheusText(ReadOnlySpan<byte> page) => _rest = page.StartsWith("\uFEFF"u8) ? page[3..] : page;

    /// <summary>Name of the sample, suffix included.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What stands between its braces; empty without labels.</summary>
    public ReadOnlySpan<byte> Labels { get; private set; }

    /// <summary>Its value: any number, infinities and NaN included.</summary>
    public double Value { get; private set; }

    /// <summary>Lines so far that were neither samples nor comments.</summary>
    public int Broken { get; private set; }

    /// <summary>Tells series apart by name and labels as they are written.</summary>
    public readonly ulong SeriesHash => Hash(Hash(HashStart, Name), Labels);

    /// <summary>Goes to the next sample.</summary>
    /// <returns>False at the end of the page.</returns>
    public bool Read()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'\n');
            var line = Trim(end < 0 ? _rest : _rest[..end]);
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (ReadSample(line))
                return true;
            Broken++;
        }
        return false;
    }

    /// <summary>The value of a label, unescaped; null without it.</summary>
    public readonly string? Label(ReadOnlySpan<byte> name)
    {
        var rest = Labels;
        while (TakeLabel(ref rest, out var key, out var value))
        {
            if (key.SequenceEqual(name))
                return Unescape(value);
        }
        return null;
    }

    private bool ReadSample(ReadOnlySpan<byte> line)
    {
        var length = 0;
        while (length < line.Length && IsNameByte(line[length], isFirst: length == 0))
            length++;
        if (length == 0)
            return false;
        var rest = Trim(line[length..]);
        ReadOnlySpan<byte> labels = default;
        if (!rest.IsEmpty && rest[0] == '{')
        {
            var close = EndOfLabels(rest);
            if (close < 0)
                return false;
            labels = rest[1..close];
            rest = Trim(rest[(close + 1)..]);
        }
        else if (length < line.Length && line[length] is not ((byte)' ' or (byte)'\t'))
        {
            return false;
        }
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        if (!TryNumber(end < 0 ? rest : rest[..end], out var value))
            return false;
        Name = line[..length];
        Labels = labels;
        Value = value;
        return true;
    }

    // The brace that is inside no quotes.
    private static int EndOfLabels(ReadOnlySpan<byte> text)
    {
        var isQuoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (isQuoted && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && text[i] == '}')
                return i;
        }
        return -1;
    }

    private static bool TakeLabel(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = value = default;
        var equals = rest.IndexOf((byte)'=');
        if (equals < 0)
            return false;
        key = Trim(rest[..equals].TrimStart(", \t"u8));
        var text = Trim(rest[(equals + 1)..]);
        if (text.IsEmpty || text[0] != '"')
            return false;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                value = text[1..i];
                rest = text[(i + 1)..];
                return true;
            }
        }
        return false;
    }

    private static string Unescape(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            i++;
            // What is no escape stays as it is.
            if (text[i] is not ('\\' or '"' or 'n'))
                plain.Append('\\');
            plain.Append(text[i] == 'n' ? '\n' : text[i]);
        }
        return plain.ToString();
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        var sign = text.StartsWith("-"u8) ? -1 : 1;
        if (text.StartsWith("+"u8) || sign < 0)
            text = text[1..];
        value = sign * double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(text, "inf"u8);
    }

    private static bool IsNameByte(byte one, bool isFirst) =>
        one is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_' or (byte)':' || (!isFirst && one is >= (byte)'0' and <= (byte)'9');

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r"u8);

    private static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
            hash = (hash ^ one) * HashFactor;
        return hash;
    }
}
