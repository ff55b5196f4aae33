using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>Wakes a loop at an instant (timerfd with an absolute monotonic time). Watched edge-triggered. One thread.</summary>
internal sealed class AbsoluteTimer : IDisposable
{
    // When it goes off next, as the system knows it.
    private long _setTicks = long.MaxValue;

    /// <summary>What to watch.</summary>
    public int Descriptor { get; } = Descriptors.OrThrow(Libc.timerfd_create(Libc.ClockMonotonic, Libc.TimerFdNonBlock | Libc.TimerFdCloseOnExec));

    /// <summary>Goes off at <paramref name="dueTicks"/>, or earlier: moving it back is not worth a system call.</summary>
    public unsafe void SetTo(long dueTicks, long nowTicks)
    {
        if (_setTicks <= nowTicks)
            _setTicks = long.MaxValue;
        if (dueTicks >= _setTicks)
            return;
        // An instant of 0 would switch it off.
        var value = new TimerSpec { Value = Timespec.Of(Math.Max(1, dueTicks)) };
        _ = Libc.timerfd_settime(Descriptor, Libc.TimerAbsTime, &value, 0);
        _setTicks = dueTicks;
    }

    public void Dispose() => _ = Libc.close(Descriptor);
}
