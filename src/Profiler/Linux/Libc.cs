using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>Every call into the C library that this program makes itself. Linux only; each returns -1 and sets errno on failure.</summary>
internal static unsafe partial class Libc
{
    internal const int ClockRealtime = 0;
    internal const int ClockMonotonic = 1;
    internal const int TimerAbsTime = 1;
    internal const int PrSetTimerSlack = 29;

    internal const int SockStream = 1;
    internal const int SockDatagram = 2;
    internal const int SockNonBlock = 0x800;
    internal const int SockCloseOnExec = 0x80000;
    internal const int SolSocket = 1;
    internal const int SoError = 4;
    internal const int SoTimestampNs = 35;
    internal const int SoMemInfo = 55;
    internal const int ProtocolTcp = 6;
    internal const int TcpNoDelay = 1;
    internal const int MsgPeek = 0x2;
    internal const int MsgDontWait = 0x40;
    internal const int MsgNoSignal = 0x4000;

    internal const int EpollCloseOnExec = 0x80000;
    internal const int EpollAdd = 1;
    internal const int EpollDelete = 2;
    internal const int EpollModify = 3;
    internal const uint EpollIn = 0x1;
    internal const uint EpollOut = 0x4;
    internal const uint EpollEdgeTriggered = 1u << 31;

    internal const int EventFdNonBlock = 0x800;
    internal const int EventFdCloseOnExec = 0x80000;
    internal const int TimerFdNonBlock = 0x800;
    internal const int TimerFdCloseOnExec = 0x80000;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int clock_gettime(int clock, Timespec* time);

    [LibraryImport(Library)]
    internal static partial int clock_nanosleep(int clock, int flags, Timespec* request, nint remain);

    [LibraryImport(Library)]
    internal static partial int prctl(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);

    [LibraryImport(Library)]
    internal static partial int getpriority(int which, int who);

    [LibraryImport(Library)]
    internal static partial int setpriority(int which, int who, int nice);

    [LibraryImport(Library)]
    internal static partial int getrlimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library)]
    internal static partial int setrlimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library)]
    internal static partial nint syscall(nint number, nint arg1, void* arg2, nint arg3);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int socket(int family, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int connect(int socket, byte* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setsockopt(int socket, int level, int name, void* value, uint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getsockopt(int socket, int level, int name, void* value, uint* length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint recvmsg(int socket, MessageHeader* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* polled);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_wait(int epoll, byte* events, int maxEvents, int timeoutMs);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int timerfd_create(int clock, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int timerfd_settime(int descriptor, int flags, TimerSpec* value, nint old);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int statx(int folder, byte* path, int flags, uint mask, FileStatus* status);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int access(byte* path, int mode);
}
