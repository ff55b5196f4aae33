using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>Which users leave before their answer is there, and when: a function of the seed and the request. Any thread.</summary>
internal sealed class LeavingUsers(CancelTerm term, long seed)
{
    private const int SharePurpose = 51;
    private const int TimePurpose = 52;

    /// <summary>Time from the send to the leave, in ticks; 0 = this one stays.</summary>
    public long AfterTicks(Claim claim)
    {
        // What a user does before the load is needed by all that comes after it.
        var number = claim.Place.Number;
        return number < 0 || new Draws(seed, number, SharePurpose).NextUnit() > term.Share
            ? 0
            : Ticks.From(PlannedStep.Draw(term.After, seed, number, TimePurpose));
    }
}
