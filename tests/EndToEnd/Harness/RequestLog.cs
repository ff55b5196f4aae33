namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>What the server knows about one request: when it came, and when each byte of the answer was handed to the socket.</summary>
/// <remarks>Written by the thread of its connection; tests read it after the run.</remarks>
internal sealed class RequestLog(ScriptedRequest request) : ISendLog
{
    private readonly List<SendMark> _sends = [];

    public ScriptedRequest Request { get; } = request;

    public long Arrived => Request.ArrivedTicks;

    public IReadOnlyList<SendMark> Sends => _sends;

    /// <summary>True once the reply, its ending included, was played to the end.</summary>
    public bool Completed { get; set; }

    /// <summary>True once it no longer counts as in flight.</summary>
    public bool Left { get; set; }

    /// <summary>Why a send failed; null = none did.</summary>
    public string? Error { get; set; }

    public void Add(SendMark mark) => _sends.Add(mark);

    /// <summary>Milliseconds from arrival to the send that completed this step.</summary>
    public double SentMs(int step) => Monotonic.ToMs(_sends.Last(s => s.Step == step).Ticks - Arrived);

    /// <summary>Milliseconds from arrival to the send that brought byte number <paramref name="offset"/> (from 0) of this step.</summary>
    public double SentMs(int step, int offset) => Monotonic.ToMs(_sends.First(s => s.Step == step && s.StepBytes > offset).Ticks - Arrived);

    /// <summary>By how many milliseconds the step may have left later than <see cref="SentMs(int)"/> says: the time its send took.</summary>
    public double DoubtMs(int step)
    {
        var send = _sends.Last(s => s.Step == step);
        return Monotonic.ToMs(send.ReturnedTicks - send.Ticks);
    }

    /// <summary>Milliseconds between the sends of two steps.</summary>
    public double GapMs(int first, int second) => SentMs(second) - SentMs(first);

    /// <summary>Milliseconds from arrival to the end of the body.</summary>
    public double EndMs => SentMs(SendMark.End);
}
