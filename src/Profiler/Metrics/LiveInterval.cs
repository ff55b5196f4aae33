namespace VllmStream.Profiling.Metrics;

/// <summary>What a <see cref="LiveMeter"/> counted between two swaps.</summary>
/// <param name="Sent">Requests sent.</param>
/// <param name="InFlight">Requests in flight at the swap.</param>
/// <param name="Tokens">Tokens that came.</param>
public readonly record struct LiveInterval(long Sent, long InFlight, long Tokens);
