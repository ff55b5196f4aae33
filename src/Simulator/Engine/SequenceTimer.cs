namespace VllmStream.Simulation;

/// <summary>Where one sequence stands in its schedule.</summary>
/// <remarks>The next due time is the last due time plus a gap, never "now" plus a gap, so that lateness does not add up.</remarks>
internal struct SequenceTimer(long firstDueTicks, SequenceCourse course, int stallToken, SeededRandom random)
{
    public long DueTicks = firstDueTicks;
    public int Done;
    public readonly SequenceCourse Course = course;
    public readonly int OutputTokens = course.Plan.OutputTokens;

    /// <summary>The token that is held up; 0 = none.</summary>
    public readonly int StallToken = stallToken;
    public SeededRandom Random = random;
}
