using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>Wakes a loop from another thread (eventfd). Watched edge-triggered, so nobody has to read it.</summary>
internal sealed class WakeEvent : IDisposable
{
    private int _pending;

    /// <summary>What to watch.</summary>
    public int Descriptor { get; } = Descriptors.OrThrow(Libc.eventfd(0, Libc.EventFdNonBlock | Libc.EventFdCloseOnExec));

    /// <summary>Wakes the loop, unless that is under way already. Any thread.</summary>
    public unsafe void Set()
    {
        if (Interlocked.Exchange(ref _pending, 1) != 0)
            return;
        var one = 1UL;
        _ = Libc.write(Descriptor, &one, sizeof(ulong));
    }

    /// <summary>The loop is awake: the next call of <see cref="Set"/> wakes it again.</summary>
    public void Rearm() => Interlocked.Exchange(ref _pending, 0);

    // careful: never armed again, because the number of its descriptor may be another's now.
    public void Dispose()
    {
        Interlocked.Exchange(ref _pending, 1);
        _ = Libc.close(Descriptor);
    }
}
