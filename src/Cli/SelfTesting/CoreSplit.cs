using System.Diagnostics;

namespace VllmStream.Cli.SelfTesting;

/// <summary>Keeps the simulator off the cores of the client that it is measured by.</summary>
internal static class CoreSplit
{
    /// <summary>The variable that tells a simulator its cores, as a mask.</summary>
    internal const string Variable = "VLLMSTREAM_SIM_CORES";

    /// <summary>True where there is more than one core and the system lets us choose.</summary>
    internal static bool IsPossible => Environment.ProcessorCount > 1 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows());

    /// <summary>The simulator's cores: the first one of those this process may use.</summary>
    internal static long SimulatorMask => Allowed & -Allowed;

    /// <summary>The client's: all the others.</summary>
    internal static long ClientMask => Allowed & ~SimulatorMask;

    private static long Allowed { get; } = IsPossible ? Mask() : 1;

    /// <summary>Binds this process; threads that exist already but the caller's stay where they are.</summary>
    internal static void Bind(long mask)
    {
        if ((OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) && mask != 0)
            Process.GetCurrentProcess().ProcessorAffinity = (nint)mask;
    }

    private static long Mask() =>
        OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? Process.GetCurrentProcess().ProcessorAffinity : 1;
}
