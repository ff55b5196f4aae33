using System.Diagnostics;
using System.Globalization;

namespace VllmStream.Bench.Ceiling;

/// <summary>What a process has used, from /proc.</summary>
/// <param name="AtTicks">When this was read.</param>
/// <param name="CpuUs">User and system time, µs.</param>
internal readonly record struct ProcessUse(long AtTicks, double CpuUs)
{
    // USER_HZ is 100 on every Linux of today; 10 ms steps over some seconds are exact enough.
    private const double UsPerClockTick = 10_000;

    public static ProcessUse Of(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
        // proc(5): utime is field 14 and stime 15; the split left field 3 in front.
        var ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        return new ProcessUse(Stopwatch.GetTimestamp(), ticks * UsPerClockTick);
    }

    /// <summary>Peak resident memory, MiB.</summary>
    public static double PeakMiB(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
