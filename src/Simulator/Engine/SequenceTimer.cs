namespace VllmStream.Simulation;

/// <summary>Where one sequence stands in its schedule.</summary>
/// <remarks>The next due time is the last due time plus a gap, never "now" plus a gap, so that lateness does not add up.</remarks>
internal struct SequenceTimer(long firstDueTicks, int outputTokens, SeededRandom random)
{
    public long DueTicks = firstDueTicks;
    public int Done;
    public readonly int OutputTokens = outputTokens;
    public SeededRandom Random = random;
}
