using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>Which of two threads that share a core runs first. Only asks: where the system refuses or does not know how, nothing changes.</summary>
/// <remarks>.NET's thread priorities do nothing on Linux. No privilege is needed for either of these.</remarks>
internal static unsafe class ThreadUrgency
{
    // A thread with a short slice is due again sooner, and takes the core from one with the usual milliseconds. Long enough for the
    // wait before a planned send and the send itself: with less, the slice is over when the send is due.
    private const ulong SliceNanoseconds = 300_000;

    // A quarter of the usual share when others want the core, and all of it when they do not.
    private const int GivesWayBy = 5;
    private const int LowestNice = 19;

    /// <summary>The calling thread runs little and often, and should not wait (sched_setattr with a slice, Linux 6.12; older ones ignore it).</summary>
    public static void RunSoon()
    {
        if (!OperatingSystem.IsLinux() || Number() is not { } call)
            return;
        var attributes = new SchedulingAttributes { Size = (uint)sizeof(SchedulingAttributes), Nice = Libc.getpriority(0, 0), Runtime = SliceNanoseconds };
        _ = Libc.syscall(call, 0, &attributes, 0);
    }

    /// <summary>The calling thread can wait for those that measure.</summary>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
            _ = Libc.setpriority(0, 0, Math.Min(LowestNice, Libc.getpriority(0, 0) + GivesWayBy));
    }

    // sched_setattr has no function in most C libraries; its number is the architecture's.
    private static nint? Number() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => null,
    };

    // struct sched_attr, linux/sched/types.h, its first version.
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
