using System.Buffers;
using System.Text;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

/// <summary>Keeps what a pipe feeds it, until a byte comes at which it stops, or the end.</summary>
internal sealed class CollectingTaker(TimedPipe pipe, byte? stopAt) : IReadTaker
{
    private readonly StringBuilder _text = new();

    /// <summary>Everything so far.</summary>
    public string Text => _text.ToString();

    /// <summary>How the last read left the connection.</summary>
    public PipeEnd End { get; private set; } = PipeEnd.Open;

    /// <summary>Aborts the connection when this byte comes, inside the call.</summary>
    public byte? AbortsAt { get; init; }

    /// <inheritdoc/>
    public bool Take(in TimedRead read)
    {
        var bytes = read.Buffer.ToArray();
        _text.Append(Encoding.ASCII.GetString(bytes));
        End = read.End;
        if (!read.Buffer.IsEmpty)
            pipe.AdvanceTo(read.Buffer.End);
        if (AbortsAt is { } abort && bytes.Contains(abort))
            pipe.Abort();
        return End == PipeEnd.Open && !(stopAt is { } stop && bytes.Contains(stop));
    }
}
