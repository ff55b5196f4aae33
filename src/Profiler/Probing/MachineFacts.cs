using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Probing;

/// <summary>What this machine lets a client do; null = nobody knows, as beyond Linux.</summary>
/// <param name="Cores">Cores of this process.</param>
/// <param name="Files">Files and sockets it may have open.</param>
/// <param name="Ports">Local ports, which is how many connections to one server there can be.</param>
/// <param name="ClockSource">What the kernel reads time from.</param>
internal sealed record MachineFacts(int Cores, int? Files, int? Ports, string? ClockSource)
{
    private const string ClockSourceFile = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

    /// <summary>This machine, as it is now.</summary>
    public static MachineFacts Current() => new(Environment.ProcessorCount, SystemLimits.Descriptors, SystemLimits.Ports, ReadClockSource());

    /// <summary>True where reading the clock is a call into the kernel or out to a chip.</summary>
    public bool IsClockSlow => ClockSource is "hpet" or "acpi_pm" or "jiffies" or "xen";

    private static string? ReadClockSource()
    {
        try
        {
            return File.Exists(ClockSourceFile) ? File.ReadAllText(ClockSourceFile).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
