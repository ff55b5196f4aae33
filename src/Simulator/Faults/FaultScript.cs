namespace VllmStream.Simulation;

/// <summary>What is to go wrong with an answer; immutable, and used by many requests at a time.</summary>
/// <param name="Faults">In the order in which they were written.</param>
internal sealed record FaultScript(IReadOnlyList<Fault> Faults)
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultScript None { get; } = new([]);

    public bool IsEmpty => Faults.Count == 0;

    /// <summary>Both, one after the other.</summary>
    public FaultScript With(FaultScript other) => other.IsEmpty ? this : IsEmpty ? other : new FaultScript([.. Faults, .. other.Faults]);
}
