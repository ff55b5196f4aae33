using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>What the tap of its connection sees of one request: when it left, and when each byte of its answer arrived.</summary>
/// <remarks>Written by the connection's reader and writer, read by the request; a short lock.</remarks>
internal sealed class StreamTap
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Where the bytes of each read end in the body, and when that read was. Never empty between data and its taking.
    private readonly Queue<(long End, long Ticks)> _arrivals = new();
    private long _received;
    private long _headersTicks;
    private long _endTicks;
    private SendTimes _lastSend;
    private uint? _resetCode;

    /// <summary>Ends when the request is on its way on a connection.</summary>
    public Task Bound => _bound.Task;

    /// <summary>Ends when its last byte has been handed to the socket.</summary>
    public Task Sent => _sent.Task;

    /// <summary>The connection; null until there is one, and when it cannot be told.</summary>
    public ConnectionTap? Connection { get; private set; }

    /// <summary>Number of its stream there.</summary>
    public int Number { get; private set; }

    /// <summary>How often it was put on a connection: more than once when servers gave it back unread.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was sent the last time; null when it was not, or it cannot be told.</summary>
    public SendTimes? LastSend => Get(ref _lastSend) is { SentTicks: > 0 } send ? send : null;

    /// <summary>Arrival of the response head; 0 = none.</summary>
    public long HeadersTicks => Get(ref _headersTicks);

    /// <summary>Arrival of the end of the body; 0 = none.</summary>
    public long EndTicks => Get(ref _endTicks);

    /// <summary>The code with which the server reset the stream; null = it did not.</summary>
    public uint? ResetCode => Get(ref _resetCode);

    /// <summary>The request goes out on a connection.</summary>
    public void OnBound(ConnectionTap connection, int number)
    {
        lock (_gate)
        {
            (Connection, Number) = (connection, number);
            Attempts++;
            _arrivals.Clear();
            (_received, _headersTicks, _endTicks, _resetCode) = (0, 0, 0, null);
        }
        _bound.TrySetResult();
    }

    /// <summary>Its last byte has left.</summary>
    public void OnSent(long begunTicks, long sentTicks)
    {
        lock (_gate)
            _lastSend = new SendTimes(begunTicks, sentTicks);
        _sent.TrySetResult();
    }

    /// <summary>A block of headers has arrived: an interim one, the answer's, or trailers behind its body.</summary>
    public void OnHeaders(long ticks)
    {
        lock (_gate)
        {
            if (_received == 0 && _endTicks == 0)
                _headersTicks = ticks;
        }
    }

    /// <summary>Bytes of the body have arrived.</summary>
    public void OnData(int count, long ticks)
    {
        lock (_gate)
        {
            _received += count;
            _arrivals.Enqueue((_received, ticks));
        }
    }

    /// <summary>The answer is whole.</summary>
    public void OnEnd(long ticks)
    {
        lock (_gate)
            _endTicks = ticks;
    }

    /// <summary>The server gave the stream up.</summary>
    public void OnReset(uint code, long ticks)
    {
        lock (_gate)
            (_resetCode, _endTicks) = (code, ticks);
    }

    /// <summary>Of bytes that came out together, those that went in together.</summary>
    /// <param name="taken">Bytes of the body before them.</param>
    /// <param name="count">How many came out.</param>
    /// <returns>How many of them arrived in one read, and when.</returns>
    public (int Count, long Ticks) Piece(long taken, int count)
    {
        lock (_gate)
        {
            while (_arrivals.TryPeek(out var first))
            {
                // Reads of the same instant are one.
                if (first.End > taken)
                    return ((int)Math.Min(count, first.End - taken), first.Ticks);
                _arrivals.Dequeue();
            }
        }
        return (count, Ticks.Now);
    }

    private T Get<T>(ref T field)
    {
        lock (_gate)
            return field;
    }
}
