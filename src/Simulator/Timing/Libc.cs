using System.Runtime.InteropServices;

namespace VllmStream.Simulation;

/// <summary>The two system calls of the timing thread; called on Linux only.</summary>
internal static partial class Libc
{
    /// <summary>PR_SET_TIMERSLACK; the argument is in nanoseconds.</summary>
    public const int SetTimerSlack = 29;

    [LibraryImport("libc", EntryPoint = "syscall")]
    public static unsafe partial long Futex(long number, int* word, int operation, int value, Timespec* timeout, nint unused, uint bitset);

    [LibraryImport("libc", EntryPoint = "prctl")]
    public static partial int ProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
