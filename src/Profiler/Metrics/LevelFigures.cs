namespace VllmStream.Profiling.Metrics;

/// <summary>What the measured requests found at one level of a load that was changed while it ran. Null = too few, or nobody knows.</summary>
/// <param name="Level">Requests in flight, users, or requests per second: what the load asked for.</param>
/// <param name="FromMs">When it began, milliseconds since run start; not before the window.</param>
/// <param name="ToMs">When it ended.</param>
/// <param name="Requests">Measured requests that were due in it and have ended.</param>
/// <param name="Ok">Those that ended well.</param>
/// <param name="TtftP50Ms">Their median TTFT.</param>
/// <param name="TtftP99Ms">The 99th percentile of it.</param>
/// <param name="OutputTokensPerS">Tokens that came while the load was at this level, per second.</param>
public sealed record LevelFigures(
    double Level, double FromMs, double ToMs, long Requests, long Ok, double? TtftP50Ms, double? TtftP99Ms, double? OutputTokensPerS);
