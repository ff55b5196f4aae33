namespace VllmStream.Profiling.Load;

/// <summary>A part of the share of a process that was lost, for one of those that go on.</summary>
/// <param name="Index">Which share of the plan, from 0.</param>
/// <param name="Part">Which part of it, from 0.</param>
/// <param name="Parts">How many take it over.</param>
/// <param name="FromTicks">What is due from then on, in ticks of this machine's monotonic clock; what was due before stays lost.</param>
public sealed record LostShare(int Index, int Part, int Parts, long FromTicks);
