namespace VllmStream.Profiling.Recording;

/// <summary>Looks into the event that is still open, for servers that end each event with one line end only.</summary>
/// <remarks>
/// To the parser such an answer is one event that ends with the body, and every token would get the arrival time of the last one. So as soon
/// as a whole JSON document is followed by another data line, the lines are handed out one by one as they arrive; when the parser lets go
/// of the event, <see cref="Lines"/> says how many of its lines were counted already. Only looks, never takes: the bytes stay the parser's.
/// A mutable struct of its reader.
/// </remarks>
/// <param name="strangeLines">Comments, unknown lines and error fields of the body before this block.</param>
internal struct OpenBlock(long strangeLines)
{
    private readonly long _strangeLines = strangeLines;

    // First byte of the line to judge next, and how far its end was searched; without the latter a long line costs quadratic time.
    private int _line;
    private int _searched;

    // When the end of the first line was seen; the proof comes later, with the second line.
    private long _firstTicks;

    private bool _isProven;

    // A line was no document, or what is visible may not be the block's first line: the parser's event decides, at its own time.
    private bool _isRejected;

    /// <summary>Data lines handed out.</summary>
    public int Lines { get; private set; }

    /// <summary>The parser took bytes off the front without an event.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="strangeLines">Comments, unknown lines and error fields of the body so far: inside a block they make the parser carry the lines before them, out of our sight.</param>
    public void Shift(long bytes, long strangeLines)
    {
        _isRejected |= strangeLines != _strangeLines;
        _line = (int)Math.Max(0, _line - bytes);
        _searched = (int)Math.Max(0, _searched - bytes);
    }

    /// <summary>The next line that counts on its own.</summary>
    /// <param name="open">The bytes of the open event.</param>
    /// <param name="arrivedTicks">When the newest of them arrived.</param>
    /// <param name="value">Data of the line.</param>
    /// <param name="lineTicks">When the line was complete.</param>
    public bool TryNext(ReadOnlySpan<byte> open, long arrivedTicks, out ReadOnlySpan<byte> value, out long lineTicks)
    {
        value = default;
        lineTicks = arrivedTicks;
        while (!_isRejected)
        {
            var length = _searched >= open.Length ? -1 : open[_searched..].IndexOf((byte)'\n');
            if (length < 0)
            {
                _searched = open.Length;
                return false;
            }

            var end = _searched + length;
            var line = open[_line..end];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (!line.StartsWith("data:"u8))
            {
                // To the parser a CR ends a line, and a data line may stand behind it.
                _isRejected |= line.Contains((byte)'\r');
                Pass(end);
                continue;
            }

            if (!_isProven)
            {
                if (_firstTicks == 0)
                    _firstTicks = arrivedTicks;
                lineTicks = _firstTicks;
                if (!Prove(open[(end + 1)..]))
                {
                    // Look at this line end again when more has come.
                    _searched = end;
                    return false;
                }
            }

            value = line["data:"u8.Length..];
            // A CR inside would be a line end to the parser.
            _isRejected |= value.Contains((byte)'\r') || !EventLines.IsWhole(value);
            if (_isRejected)
                return false;
            Pass(end);
            Lines++;
            return true;
        }

        return false;
    }

    // True once it is known whether another data line, and not an empty one, follows.
    private bool Prove(ReadOnlySpan<byte> following)
    {
        var name = "data:"u8;
        if (following.Length < name.Length)
        {
            _isRejected = !name.StartsWith(following);
            return _isRejected;
        }

        var value = following[name.Length..].TrimStart(" \t"u8);
        _isRejected = !following.StartsWith(name) || value is [(byte)'\r' or (byte)'\n', ..];
        _isProven = !_isRejected && !value.IsEmpty;
        return _isProven || _isRejected;
    }

    private void Pass(int end)
    {
        _line = end + 1;
        _searched = end + 1;
    }
}
