namespace VllmStream.Simulation;

/// <summary>
/// The ground truth: what was put on the wire when. Holds running requests and, within a number of events, the
/// finished ones; the oldest leave first.
/// </summary>
/// <remarks>Called by all requests at a time; the lock is held for a few instructions, since most callers are on the timing thread.</remarks>
internal sealed class EmissionLog(int capacityEvents)
{
    private readonly Lock gate = new();
    private readonly HashSet<EmissionRecord> running = [];
    private readonly Queue<EmissionRecord> finished = new();
    private long keptEvents;
    private long lastSequence;
    private long droppedRequests;
    private long droppedEvents;

    public EmissionRecord? Begin(AcceptedRequest accepted)
    {
        if (capacityEvents == 0) return null;
        var entry = new EmissionRecord(accepted);
        lock (gate) running.Add(entry);
        return entry;
    }

    public void Finish(EmissionRecord entry)
    {
        lock (gate)
        {
            if (!running.Remove(entry)) return;
            entry.Sequence = ++lastSequence;
            finished.Enqueue(entry);
            keptEvents += entry.Events.Length;
            // The newest stays even when it alone is over the limit: an empty answer would be harder to understand.
            while (keptEvents > capacityEvents && finished.Count > 1) DropOldest();
        }
    }

    /// <summary>Finished requests behind a position in the order of finishing.</summary>
    public EmissionLogPage Since(long sequence)
    {
        lock (gate) return Page([.. finished.Where(entry => entry.Sequence > sequence)]);
    }

    /// <summary>Requests, running ones too, with that id of the client or of the answer.</summary>
    public EmissionLogPage Find(string id)
    {
        lock (gate) return Page([.. finished.Concat(running).Where(entry => entry.Accepted.ClientId == id || entry.Accepted.CompletionId == id)]);
    }

    /// <summary>Forgets the finished requests and the count of the dropped; positions go on.</summary>
    public void Clear()
    {
        lock (gate)
        {
            finished.Clear();
            keptEvents = 0;
            droppedRequests = 0;
            droppedEvents = 0;
        }
    }

    private EmissionLogPage Page(EmissionRecord[] entries) => new(entries, lastSequence, droppedRequests, droppedEvents);

    private void DropOldest()
    {
        var events = finished.Dequeue().Events.Length;
        keptEvents -= events;
        droppedEvents += events;
        droppedRequests++;
    }
}
