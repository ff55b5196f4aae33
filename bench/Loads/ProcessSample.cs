namespace VllmStream.Bench.Loads;

/// <summary>What a process had used at an instant.</summary>
/// <param name="AtUs">The instant, CLOCK_MONOTONIC.</param>
/// <param name="CpuUs">CPU time of all its threads, user and system.</param>
/// <param name="MachineUs">CPU time of everything on the machine, its own included.</param>
internal readonly record struct ProcessSample(double AtUs, double CpuUs, double MachineUs);
