using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>An array of struct epoll_event in native memory. One thread.</summary>
/// <remarks>The structure is packed on x86-64 (12 bytes) and aligned elsewhere (16), so it is read by offsets.</remarks>
internal sealed unsafe class PolledEvents : IDisposable
{
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Size = DataOffset + 8;

    private byte* _events;

    /// <summary>Room for so many events.</summary>
    public PolledEvents(int capacity)
    {
        Capacity = capacity;
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * Size));
    }

    /// <summary>Most events of one wait.</summary>
    public int Capacity { get; }

    /// <summary>Waits until something happens.</summary>
    /// <returns>Number of events; 0 also when a signal woke it.</returns>
    public int Wait(int epoll) => Math.Max(0, Libc.epoll_wait(epoll, _events, Capacity, -1));

    /// <summary>Looks what has happened, without waiting.</summary>
    /// <returns>Number of events.</returns>
    public int Poll(int epoll) => Math.Max(0, Libc.epoll_wait(epoll, _events, Capacity, 0));

    /// <summary>What is ready: a set of <c>Libc.Epoll…</c> bits.</summary>
    public uint EventsOf(int index) => *(uint*)(_events + (index * Size));

    /// <summary>The number that was registered with the descriptor.</summary>
    public int DataOf(int index) => (int)*(long*)(_events + (index * Size) + DataOffset);

    /// <summary>Adds, changes or removes a descriptor.</summary>
    /// <returns>False when the system refused.</returns>
    public static bool Control(int epoll, int operation, int descriptor, uint events, int data)
    {
        var polled = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(polled + DataOffset, 8), data);
        *(uint*)polled = events;
        return Libc.epoll_ctl(epoll, operation, descriptor, polled) == 0;
    }

    public void Dispose()
    {
        NativeMemory.Free(_events);
        _events = null;
    }
}
