using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Load;

/// <summary>Whether a failed request is tried again, and after which wait. Immutable; any thread.</summary>
/// <param name="retries">Most attempts after the first.</param>
/// <param name="budget">How long after the first attempt has begun another may begin.</param>
internal sealed class RetryRule(int retries, TimeSpan budget)
{
    // Attempts after the first wait this long, doubling, unless the server names a time.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for the next attempt; null = this one was the last.</summary>
    /// <remarks>A server that names a time is never asked before it: where that is past the budget, it is not waited for at all.</remarks>
    /// <param name="record">How the attempt ended.</param>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="spentTicks">Since the first attempt began.</param>
    public TimeSpan? WaitOf(RequestRecord record, int attempt, long spentTicks)
    {
        if (attempt > retries || !MayRetry(record))
            return null;
        var seconds = record.RetryAfterSeconds ?? Math.Min(FirstWait.TotalSeconds * Math.Pow(2, attempt - 1), LongestOwnWait.TotalSeconds);
        // careful: compared as seconds, because a server may name more than a TimeSpan holds.
        return seconds <= budget.TotalSeconds - Ticks.ToSeconds(spentTicks) ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static bool MayRetry(RequestRecord record) => record.Outcome switch
    {
        Outcome.ConnectError or Outcome.StaleConnection or Outcome.Reset or Outcome.RateLimited
            or Outcome.TimeoutConnect or Outcome.TimeoutFirstToken or Outcome.TimeoutIdle
            or Outcome.Truncated or Outcome.ErrorInband or Outcome.ErrorInbandPartial => true,
        Outcome.HttpError => record.HttpStatus >= 500,
        _ => false,
    };
}
