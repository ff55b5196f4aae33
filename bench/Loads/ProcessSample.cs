namespace VllmStream.Bench.Loads;

/// <summary>What a process had used at an instant.</summary>
/// <param name="AtUs">The instant, CLOCK_MONOTONIC.</param>
/// <param name="CpuUs">CPU time of all its threads, user and system.</param>
internal readonly record struct ProcessSample(double AtUs, double CpuUs);
