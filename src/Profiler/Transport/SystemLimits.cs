using System.Globalization;
using VllmStream.Profiling.Linux;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Transport;

/// <summary>What the system lets one process open, held against what a load needs; known before the first request. Linux only: elsewhere nothing is said.</summary>
public static class SystemLimits
{
    private const string PortRangeFile = "/proc/sys/net/ipv4/ip_local_port_range";
    private const string LimitsFile = "/proc/self/limits";

    // What this program opens itself while it runs: its file, a scrape, name resolution.
    private const int OwnDescriptors = 16;

    /// <summary>Files and sockets this process may have open; null = unknown.</summary>
    public static int? Descriptors => DescriptorLimit();

    /// <summary>Local ports, and so connections to one server; null = unknown.</summary>
    public static int? Ports => PortRange() is { } range ? range.Last - range.First + 1 : null;

    /// <summary>Lets this process have as many open as the system would let it at most. Once, as it starts.</summary>
    public static void RaiseDescriptors() => OpenFiles.RaiseToHardLimit();

    /// <summary>Refuses a load that cannot have its connections, because descriptors are too few.</summary>
    /// <exception cref="OptionException">The hard limit is too low; the soft one has been raised to it.</exception>
    public static void RequireDescriptors(int connections)
    {
        if (DescriptorLimit() is not { } limit)
            return;
        var needed = connections + Directory.GetFiles("/proc/self/fd").Length + OwnDescriptors;
        if (needed > limit)
        {
            throw new OptionException(
                string.Create(CultureInfo.InvariantCulture, $"{connections} connections need about {needed} file descriptors, and the limit is {limit} (ulimit -n)"),
                string.Create(CultureInfo.InvariantCulture, $"ulimit -n {Math.Max(1024, needed * 2)}, or fewer connections"));
        }
    }

    /// <summary>A warning when there are fewer local ports than connections to one server.</summary>
    /// <returns>Null when there are enough, or nobody knows.</returns>
    public static string? WarnOfPorts(int connections)
    {
        if (PortRange() is not { } range || Ports is not { } ports)
            return null;
        return ports >= connections
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{connections} connections to one server, but only {ports} local ports ({range.First} to {range.Last}, net.ipv4.ip_local_port_range): the rest will be connect_error(ports)");
    }

    private static int? DescriptorLimit()
    {
        // Max open files            1024                 524288               files
        var line = ReadLines(LimitsFile).FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal));
        var columns = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns is { Length: >= 2 } && int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out var soft) ? soft : null;
    }

    private static (int First, int Last)? PortRange()
    {
        var numbers = ReadLines(PortRangeFile).FirstOrDefault()?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return numbers is { Length: 2 }
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : null;
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
