using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VllmStream.Simulation;

/// <summary>
/// Sleeps on a futex with an absolute CLOCK_MONOTONIC deadline: as exact as clock_nanosleep, yet another thread can
/// end the sleep when something nearer falls due, so nothing has to poll.
/// </summary>
internal sealed unsafe class FutexSleep : ISleep
{
    // FUTEX_PRIVATE_FLAG (128) with FUTEX_WAIT_BITSET (9), whose time-out is absolute, and FUTEX_WAKE (1).
    private const int WaitBitset = 128 | 9;
    private const int WakeOne = 128 | 1;
    private const uint MatchAny = uint.MaxValue;

    // 0: nobody called; 1: a wake-up is pending. Pinned because the kernel keeps its address; owned by the collector,
    // not freed by hand, because a late Wake may still touch it after Dispose.
    private readonly int[] cell = GC.AllocateArray<int>(1, pinned: true);
    private readonly int* word;

    private readonly long futexNumber = FutexNumber;
    private bool slackSet;

    public FutexSleep() => word = (int*)Unsafe.AsPointer(ref cell[0]);

    public static bool IsSupported => OperatingSystem.IsLinux() && FutexNumber != 0;

    // The call has no wrapper in libc and its number differs between processors.
    private static long FutexNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 => 98,
        _ => 0,
    };

    public void Until(long dueTicks)
    {
        if (!slackSet)
        {
            // The default slack lets the kernel end a sleep 50 µs late to save wake-ups. It belongs to the thread that sleeps.
            _ = Libc.ProcessControl(Libc.SetTimerSlack, 1, 0, 0, 0);
            slackSet = true;
        }

        if (Interlocked.Exchange(ref *word, 0) != 0) return;
        if (dueTicks == long.MaxValue)
        {
            _ = Libc.Futex(futexNumber, word, WaitBitset, 0, null, 0, MatchAny);
        }
        else
        {
            var due = Timespec.FromNanoseconds(MonotonicClock.ToNanoseconds(dueTicks));
            _ = Libc.Futex(futexNumber, word, WaitBitset, 0, &due, 0, MatchAny);
        }

        Interlocked.Exchange(ref *word, 0);
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref *word, 1) == 0) _ = Libc.Futex(futexNumber, word, WakeOne, 1, null, 0, 0);
    }}
