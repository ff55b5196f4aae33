namespace VllmStream.Profiling.Server.Scraping;

/// <summary>What this client had counted at the instant of a scrape, since the start of the run, warm-up included: so that server and client are compared over the same requests.</summary>
/// <param name="Sent">Requests begun.</param>
/// <param name="Ended">Requests that ended, in whatever way.</param>
/// <param name="FirstTokens">First tokens that came.</param>
/// <param name="TtftMs">The sum of their times from sent.</param>
internal readonly record struct ClientCount(long Sent, long Ended, long FirstTokens, double TtftMs)
{
    /// <summary>Requests in flight.</summary>
    public long InFlight => Math.Max(0, Sent - Ended);
}
