namespace VllmStream.Sse;

/// <summary>Tells the lines of a body apart by their first bytes.</summary>
internal static class FieldLine
{
    /// <summary>Bytes of a line that decide everything: the longest name (5), the colon, the one space that is not part of the value.</summary>
    public const int HeadBytes = 7;

    /// <summary>Classifies <c>name [":" [space] value]</c> or <c>":" comment</c>; never an empty line.</summary>
    /// <param name="line">The line, or at least its first <see cref="HeadBytes"/> bytes when it is that long.</param>
    /// <param name="ended">Whether the line's end was seen; if not, a name without its colon is still undecided.</param>
    /// <param name="valueStart">Where the value starts; the line's length when it has none.</param>
    public static LineKind Classify(ReadOnlySpan<byte> line, bool ended, out int valueStart)
    {
        valueStart = line.Length;
        switch (line[0])
        {
            case (byte)':':
                return LineKind.Comment;
            case (byte)'d':
                return Match(line, "data"u8, LineKind.Data, ended, ref valueStart);
            case (byte)'i':
                return Match(line, "id"u8, LineKind.Id, ended, ref valueStart);
            case (byte)'r':
                return Match(line, "retry"u8, LineKind.Retry, ended, ref valueStart);
            case (byte)'e':
                LineKind kind = Match(line, "event"u8, LineKind.Event, ended, ref valueStart);
                return kind == LineKind.Unknown ? Match(line, "error"u8, LineKind.Error, ended, ref valueStart) : kind;
            default:
                return LineKind.Unknown;
        }
    }

    private static LineKind Match(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, LineKind kind, bool ended, ref int valueStart)
    {
        if (line.Length <= name.Length)
        {
            if (ended)
                return line.SequenceEqual(name) ? kind : LineKind.Unknown;
            return name.StartsWith(line) ? LineKind.Undecided : LineKind.Unknown;
        }

        if (line[name.Length] != (byte)':' || !line.StartsWith(name))
            return LineKind.Unknown;
        valueStart = name.Length + 1;
        if (line.Length > valueStart && line[valueStart] == (byte)' ')
            valueStart++;
        return kind;
    }
}
