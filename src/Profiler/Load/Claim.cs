using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>Leave to begin one task, or to send one request of it.</summary>
/// <param name="Place">Its place among the tasks of the run, or among the requests.</param>
/// <param name="Warmup">True when it does not count.</param>
public readonly record struct Claim(PlanPlace Place, bool Warmup);
