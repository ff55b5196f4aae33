using System.Buffers;
using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Output;

/// <summary>Writes the lines of a run. One thread; a group of lines reaches the stream with <see cref="Flush"/>, so a file cut anywhere holds whole groups.</summary>
/// <remarks>A full disk must not end a measurement: the first IO error is kept for the caller to tell, and everything after it is dropped.</remarks>
public sealed class NdjsonWriter : IDisposable
{
    /// <summary>A group that grows past this goes out early.</summary>
    private const int MaxBuffered = 256 * 1024;

    private readonly Stream _stream;
    private readonly string _run;
    private readonly bool _leaveOpen;
    private readonly NdjsonContext _context;
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _json;

    // Filled anew for each request: a new one would be a third of what a request costs in garbage.
    private readonly RequestLine _request = new();
    private bool _failureTaken;

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Flushed after each group.</param>
    /// <param name="run">Id of the run, on every line.</param>
    /// <param name="redactor">Cleans every text.</param>
    /// <param name="leaveOpen">True leaves the stream open (stdout).</param>
    public NdjsonWriter(Stream stream, string run, Redactor redactor, bool leaveOpen = false)
    {
        _stream = stream;
        _run = run;
        _leaveOpen = leaveOpen;
        _context = NdjsonContext.For(redactor);
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = _context.Options.Encoder, SkipValidation = true });
    }

    /// <summary>Lines written or waiting: the next line's number.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes handed to the stream.</summary>
    public long Bytes { get; private set; }

    /// <summary>The first IO error; null while all is well.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>True once, when writing has failed: for one sentence to the user.</summary>
    public bool TryTakeFailure(out IOException? failure)
    {
        failure = Failure;
        if (failure is null || _failureTaken)
            return false;
        _failureTaken = true;
        return true;
    }

    /// <summary>Adds a line; its run, number and time are filled in.</summary>
    /// <param name="line">Not used again by the caller.</param>
    /// <param name="tMs">Milliseconds since run start.</param>
    public void Write(NdjsonLine line, double tMs)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (Failure is not null)
            return;
        line.Run = _run;
        line.Seq = Lines++;
        line.TMs = Rounded.ToThousandth(tMs);
        _json.Reset(_buffer);
        JsonSerializer.Serialize(_json, line, line.GetType(), _context);
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount > MaxBuffered)
            Send();
    }

    /// <summary>Adds the line of a record that still owns its gaps.</summary>
    public void WriteRequest(RequestRecord record, in RequestMetrics metrics, RecordDetail detail, double tMs)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Failure is not null)
            return;
        RequestLines.Fill(_request, record, metrics, detail);
        Write(_request, tMs);
    }

    /// <summary>Adds one line per group.</summary>
    public void WriteIntervals(IReadOnlyList<IntervalFigures> intervals, double tMs)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        foreach (var interval in intervals)
            Write(IntervalLine.Of(interval), tMs);
    }

    /// <summary>Adds a phase line. <paramref name="atMs"/> is the instant the aggregator was told.</summary>
    public void WritePhase(RunPhase phase, double atMs, string? reason, double tMs) =>
        Write(new PhaseLine { Phase = phase, AtMs = Rounded.ToThousandth(atMs), Reason = reason }, tMs);

    /// <summary>Adds a level line.</summary>
    public void WriteLevel(double level, double atMs, double tMs) => Write(new LevelLine { Level = level, AtMs = Rounded.ToThousandth(atMs) }, tMs);

    /// <summary>Adds a window line.</summary>
    public void WriteWindow(int window, double atMs, double tMs) => Write(new WindowLine { Window = window, AtMs = Rounded.ToThousandth(atMs) }, tMs);

    /// <summary>Sends the group to the operating system.</summary>
    public void Flush()
    {
        Send();
        if (Failure is not null)
            return;
        try
        {
            _stream.Flush();
        }
        catch (IOException failure)
        {
            Failure = failure;
        }
    }

    /// <summary>Sends what is left and closes.</summary>
    public void Dispose()
    {
        Flush();
        _json.Dispose();
        if (!_leaveOpen)
            _stream.Dispose();
    }

    private void Send()
    {
        if (Failure is null && _buffer.WrittenCount > 0)
        {
            try
            {
                _stream.Write(_buffer.WrittenSpan);
                Bytes += _buffer.WrittenCount;
            }
            catch (IOException failure)
            {
                Failure = failure;
            }
        }

        _buffer.ResetWrittenCount();
    }
}
