namespace VllmStream.Profiling.Metrics;

/// <summary>What the agents of one region gave together. Percentiles are of their merged distributions.</summary>
/// <param name="Name">The region; empty for agents that stand nowhere in particular.</param>
/// <param name="Agents">Agents of which a result came.</param>
/// <param name="Ok">Measured requests that ended well.</param>
/// <param name="Failed">Those that did not.</param>
/// <param name="TtftP50Ms">Their median TTFT; null without any.</param>
/// <param name="TtftP99Ms">The 99th percentile of it.</param>
/// <param name="ItlP50Ms">Their median gap between tokens.</param>
/// <param name="ItlP99Ms">The 99th percentile of it.</param>
/// <param name="E2eP50Ms">Their median E2E.</param>
/// <param name="OutputTokensPerS">Tokens per second in the measured window; null when unknown.</param>
public sealed record RegionFigures(
    string Name, int Agents, long Ok, long Failed, double? TtftP50Ms, double? TtftP99Ms, double? ItlP50Ms, double? ItlP99Ms, double? E2eP50Ms, double? OutputTokensPerS);
