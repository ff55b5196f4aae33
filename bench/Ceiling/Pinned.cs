using System.Diagnostics;
using System.Globalization;

namespace VllmStream.Bench.Ceiling;

/// <summary>Starts processes on one core, so that the measured one and the one that measures do not share it.</summary>
internal static class Pinned
{
    /// <summary>Starts a program on a core (taskset, util-linux); its output is read by the caller.</summary>
    public static Process Start(int core, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("taskset") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", core.ToString(CultureInfo.InvariantCulture), program, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
