using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>struct timespec of a 64-bit system.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Timespec
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public long Seconds;
    public long Nanoseconds;

    /// <summary>The whole time in nanoseconds.</summary>
    public readonly long TotalNanoseconds => (Seconds * NanosecondsPerSecond) + Nanoseconds;

    /// <summary>Splits nanoseconds.</summary>
    public static Timespec Of(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        return new Timespec { Seconds = seconds, Nanoseconds = rest };
    }
}
