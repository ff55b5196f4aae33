using VllmStream.Profiling.Health;

namespace VllmStream.Profiling.Metrics;

/// <summary>What one of several runs gave that are merged: when it was, and whether its own client kept up.</summary>
/// <param name="Run">Its id.</param>
/// <param name="StartedAt">The wall clock at its start: its machine's, by which the parts are laid beside each other.</param>
/// <param name="FromMs">The same since the start of the part that began first.</param>
/// <param name="Verdict">VALID, NOT VALID, INTERRUPTED or FAILED.</param>
/// <param name="Ok">Its measured requests that ended well.</param>
/// <param name="Failed">Those that did not.</param>
/// <param name="TtftP50Ms">Their median TTFT.</param>
/// <param name="TtftP99Ms">The 99th percentile of it.</param>
/// <param name="Client">Its client's own share; null when not measured.</param>
public sealed record RunPart(
    string Run, DateTimeOffset StartedAt, double FromMs, string Verdict, long Ok, long Failed, double? TtftP50Ms, double? TtftP99Ms, ClientHealthReport? Client);
