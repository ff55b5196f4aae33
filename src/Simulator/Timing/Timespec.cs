using System.Runtime.InteropServices;

namespace VllmStream.Simulation;

/// <summary>struct timespec of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Timespec(long seconds, long nanoseconds)
{
    public readonly long Seconds = seconds;
    public readonly long Nanoseconds = nanoseconds;

    public static Timespec FromNanoseconds(long value)
    {
        var (seconds, rest) = Math.DivRem(Math.Max(0, value), 1_000_000_000);
        return new Timespec(seconds, rest);
    }
}
