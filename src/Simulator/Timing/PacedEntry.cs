namespace VllmStream.Simulation;

/// <summary>One planned end of one wait; stale when the wait has ended otherwise in the meantime.</summary>
/// <param name="Wait">The wait to end.</param>
/// <param name="Round">Which use of the wait is meant.</param>
/// <param name="IsDue">False when the wait is cut short.</param>
internal readonly record struct PacedEntry(PacedWait Wait, int Round, bool IsDue)
{
    public void Fire() => Wait.Complete(Round, IsDue);
}
