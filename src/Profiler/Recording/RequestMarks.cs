namespace VllmStream.Profiling.Recording;

/// <summary>When the things of one request happened, in monotonic ticks; 0 = did not happen.</summary>
/// <remarks>Owned by one request; written by the thread that runs it, read by others only after the record is handed over.</remarks>
public struct RequestMarks
{
    /// <summary>When the plan wanted it sent (closed loop: when its slot became free).</summary>
    public long Scheduled;

    /// <summary>When this client began to work on it; scheduled to started is the queue in front of --max-concurrency plus send lag.</summary>
    public long Started;

    /// <summary>When a new connection was ready (TLS included); 0 on a reused one.</summary>
    public long Connected;

    /// <summary>When the last byte of the request had been handed to the socket.</summary>
    public long Sent;

    /// <summary>Arrival of the end of the response head.</summary>
    public long Headers;

    /// <summary>Arrival of the first body byte.</summary>
    public long FirstByte;

    /// <summary>Arrival of the first event that has data.</summary>
    public long FirstEvent;

    /// <summary>Arrival of the first event that carries a generated token of any channel.</summary>
    public long FirstToken;

    /// <summary>Arrival of the first event that carries visible content.</summary>
    public long FirstVisible;

    /// <summary>Arrival of the last event that carries a generated token.</summary>
    public long LastToken;

    /// <summary>The end of the body, or of the attempt when it failed.</summary>
    public long End;
}
