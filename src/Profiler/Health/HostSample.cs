using System.Globalization;

namespace VllmStream.Profiling.Health;

/// <summary>What the whole machine of this client has done since it started, from /proc; null where that cannot be read. Immutable.</summary>
/// <param name="BusyTicks">CPU time in which something ran, in the kernel's ticks, over all cores.</param>
/// <param name="AllTicks">CPU time there was.</param>
/// <param name="ReceivedBytes">Bytes that came in by its network cards; those inside the machine are apart.</param>
/// <param name="SentBytes">Bytes that went out by them.</param>
/// <param name="LoopbackBytes">Bytes from this machine to itself.</param>
internal sealed record HostSample(long? BusyTicks, long? AllTicks, long? ReceivedBytes, long? SentBytes, long? LoopbackBytes)
{
    private const int IdleField = 3;
    private const int IoWaitField = 4;

    // user, nice, system, idle, iowait, irq, softirq, steal; the guest times after them are in the first two already.
    private const int CpuFields = 8;

    // Interface counters: eight of receiving, then eight of sending, bytes first.
    private const int SentField = 8;

    /// <summary>Reads it.</summary>
    public static HostSample Read() => OperatingSystem.IsLinux() ? Parse(Text("/proc/stat"), Text("/proc/net/dev")) : new(null, null, null, null, null);

    /// <summary>Reads the two files of /proc.</summary>
    public static HostSample Parse(string stat, string devices)
    {
        var (busy, all) = ReadCpu(stat);
        var (received, sent, loopback) = ReadDevices(devices);
        return new HostSample(busy, all, received, sent, loopback);
    }

    private static (long? Busy, long? All) ReadCpu(string stat)
    {
        var line = stat.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (line.Length < IoWaitField + 2 || line[0] != "cpu")
            return (null, null);
        var all = 0L;
        var idle = 0L;
        for (var i = 0; i < CpuFields && i + 1 < line.Length; i++)
        {
            if (!long.TryParse(line[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
                return (null, null);
            all += ticks;
            idle += i is IdleField or IoWaitField ? ticks : 0;
        }
        return (all - idle, all);
    }

    private static (long? Received, long? Sent, long? Loopback) ReadDevices(string devices)
    {
        long? received = null, sent = null, loopback = null;
        foreach (var line in devices.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var fields = colon < 0 ? [] : line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length <= SentField || !long.TryParse(fields[0], out var comes) || !long.TryParse(fields[SentField], out var goes))
                continue;
            if (line[..colon].Trim() == "lo")
                loopback = (loopback ?? 0) + comes;
            else
                (received, sent) = ((received ?? 0) + comes, (sent ?? 0) + goes);
        }
        return (received, sent, loopback);
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
