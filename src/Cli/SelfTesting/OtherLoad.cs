using System.Globalization;

namespace VllmStream.Cli.SelfTesting;

/// <summary>How many cores everybody together keeps busy, from /proc/stat; null where there is none.</summary>
internal readonly record struct OtherLoad(double BusySeconds)
{
    // proc(5): jiffies of USER_HZ, which is 100 on every Linux of today.
    private const double JiffiesPerSecond = 100;

    /// <summary>Busy time of all cores since boot.</summary>
    internal static OtherLoad? Now()
    {
        try
        {
            // cpu  user nice system idle iowait irq softirq steal guest guest_nice
            var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            double[] jiffies = [.. fields.Skip(1).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            // Guest time is part of user and nice already; what the hypervisor took was busy with somebody else.
            return new OtherLoad((jiffies.Take(8).Sum() - jiffies[3] - jiffies[4]) / JiffiesPerSecond);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
