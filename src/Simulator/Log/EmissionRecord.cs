namespace VllmStream.Simulation;

/// <summary>All writes of one request. Written by that request alone; may be read at any time by others.</summary>
internal sealed class EmissionRecord(AcceptedRequest accepted)
{
    // An answer may be allowed far more tokens than its client waits for; beyond this the array grows as they come.
    private const int MaxFirstSlots = 512;

    // One slot per token plus usage and [DONE]: enough for the usual answer.
    private EmissionEvent[] events = new EmissionEvent[accepted.Request.Stream ? (int)Math.Min(MaxFirstSlots, accepted.OutputTokens + 2L) : 1];
    private int count;

    public AcceptedRequest Accepted { get; } = accepted;

    /// <summary>Position in the order of finishing, from 1; 0 while it runs.</summary>
    public long Sequence { get; set; }

    /// <summary>How each sequence ended; meaningful once finished.</summary>
    public FinishReason[] Finishes { get; } = [.. Enumerable.Repeat(FinishReason.Abort, accepted.Plans.Count)];

    public void Add(in EmissionEvent item)
    {
        if (count == events.Length) Array.Resize(ref events, Math.Max(4, events.Length * 2));
        events[count] = item;
        // Careful: a reader takes the count first and the array after it, so each slot it sees is complete.
        Volatile.Write(ref count, count + 1);
    }

    public ReadOnlySpan<EmissionEvent> Events
    {
        get
        {
            var ready = Volatile.Read(ref count);
            return Volatile.Read(ref events).AsSpan(0, ready);
        }
    }
}
