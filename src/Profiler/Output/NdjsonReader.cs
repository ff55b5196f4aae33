using System.Globalization;
using System.Text.Json;
using VllmStream.Profiling.Output.Sweeps;

namespace VllmStream.Profiling.Output;

/// <summary>Reads the lines of a run file one by one. Unknown keys and line types of newer versions are passed over; one thread.</summary>
public sealed class NdjsonReader
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>A raw body or many gaps make long lines; a longer one than this is another kind of file.</summary>
    private const int LongestLine = 256 * 1024 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;

    /// <summary>Reads from a stream.</summary>
    public NdjsonReader(Stream stream) => _stream = stream;

    /// <summary>Lines read so far.</summary>
    public long Lines { get; private set; }

    /// <summary>True when the last line was cut off in the middle.</summary>
    public bool LastLineCut { get; private set; }

    /// <summary>Largest <c>t_ms</c> read so far.</summary>
    public double LastTMs { get; private set; }

    /// <summary>Reads every line of the types asked for.</summary>
    /// <param name="wanted">Types to read; lines of other types are counted and not parsed.</param>
    /// <exception cref="NdjsonFormatException">A line is no line of ours, or is damaged and not the last.</exception>
    public IEnumerable<NdjsonLine> Read(Func<string, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        while (NextLine(out var range, out var complete))
        {
            Lines++;
            if (Parse(_buffer.AsSpan(range), complete, wanted) is { } line)
            {
                LastTMs = Math.Max(LastTMs, line.TMs);
                yield return line;
            }
        }
    }

    private NdjsonLine? Parse(ReadOnlySpan<byte> text, bool complete, Func<string, bool> wanted)
    {
        if (text.TrimEnd("\r \t"u8).IsEmpty)
            return null;
        try
        {
            var head = LineHead.Read(text);
            if (head.Schema is null)
                throw new NdjsonFormatException(Lines, "is no line of a vllmstream run file");
            if (head.Schema != NdjsonLine.CurrentSchema)
                throw new NdjsonFormatException(Lines, $"has schema {head.Schema}; this program reads {NdjsonLine.CurrentSchema}");

            // A last line without its end may be whole by luck; only a complete parse tells, wanted or not.
            if (head.Type is not { } type || (complete && !wanted(type)))
                return null;
            var line = Deserialize(text, type);
            if (line is not null && FileMembers.Missing(line) is { } missing)
                throw new NdjsonFormatException(Lines, $"is damaged: it lacks {missing}");
            if (line is not null && FileTimes.Beyond(line) is var (name, value))
                throw new NdjsonFormatException(Lines, string.Create(CultureInfo.InvariantCulture, $"is damaged: {name} cannot be {value}"));
            return wanted(type) ? line : null;
        }
        catch (JsonException) when (!complete)
        {
            LastLineCut = true;
            return null;
        }
        catch (JsonException damaged)
        {
            throw new NdjsonFormatException(Lines, JsonDamage.Of(text, damaged), damaged);
        }
    }

    private static NdjsonLine? Deserialize(ReadOnlySpan<byte> text, string type) => type switch
    {
        RunStartedLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.RunStartedLine),
        ProbeLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.ProbeLine),
        PhaseLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.PhaseLine),
        LevelLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.LevelLine),
        WindowLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.WindowLine),
        RequestLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.RequestLine),
        IntervalLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.IntervalLine),
        ServerLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.ServerLine),
        NoteLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.NoteLine),
        SummaryLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.SummaryLine),
        SweepStartedLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.SweepStartedLine),
        StageLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.StageLine),
        SweepSummaryLine.Word => JsonSerializer.Deserialize(text, NdjsonContext.Reading.SweepSummaryLine),
        _ => null,
    };

    /// <summary>Finds the next line in the buffer, reading more as needed; <paramref name="complete"/> is false for a last line without its end.</summary>
    private bool NextLine(out Range range, out bool complete)
    {
        var searched = 0;
        while (true)
        {
            var unsearched = _buffer.AsSpan(_start + searched, _end - _start - searched);
            var newline = unsearched.IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var length = searched + newline;
                range = _start..(_start + length);
                _start += length + 1;
                complete = true;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
                break;
        }

        range = _start.._end;
        _start = _end;
        complete = false;
        return searched > 0;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
                throw new NdjsonFormatException(Lines + 1, "is longer than a run file's line can be");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
