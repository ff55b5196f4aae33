using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>struct itimerspec: when a timer fires, and its period (unused here).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimerSpec
{
    public Timespec Interval;
    public Timespec Value;
}
