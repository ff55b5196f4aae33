using System.Runtime.InteropServices;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>Receives bytes together with the time at which the kernel got the last of them. One thread.</summary>
/// <remarks>
/// With SO_TIMESTAMPNS set, <c>recvmsg</c> returns a control message SCM_TIMESTAMPNS: <c>struct cmsghdr { size_t len; int level;
/// int type; }</c> followed by a <c>struct timespec</c> of the wall clock. For TCP it belongs to the last segment that was read.
/// </remarks>
internal sealed unsafe class StampedReceiver : IDisposable
{
    private const int ControlBytes = 64;
    private const int StampOffset = 16;
    private const int StampedLength = StampOffset + 16;

    private MessageHeader* _message;
    private IoVector* _vector;
    private byte* _control;

    public StampedReceiver()
    {
        var block = (byte*)NativeMemory.AllocZeroed((nuint)(sizeof(MessageHeader) + sizeof(IoVector) + ControlBytes));
        _message = (MessageHeader*)block;
        _vector = (IoVector*)(block + sizeof(MessageHeader));
        _control = block + sizeof(MessageHeader) + sizeof(IoVector);
        _message->Vectors = _vector;
        _message->VectorCount = 1;
        _message->Control = _control;
    }

    /// <summary>Asks the kernel to stamp what a socket receives.</summary>
    public static bool Enable(int socket)
    {
        var on = 1;
        return Libc.setsockopt(socket, Libc.SolSocket, Libc.SoTimestampNs, &on, sizeof(int)) == 0;
    }

    /// <summary>Receives without waiting.</summary>
    /// <param name="socket">The descriptor.</param>
    /// <param name="into">Where to.</param>
    /// <param name="stamp">Nanoseconds of the wall clock; 0 when there is no stamp.</param>
    /// <returns>Number of bytes; 0 at the end of the stream; the negative errno when there are none.</returns>
    public int Receive(int socket, Span<byte> into, out long stamp)
    {
        stamp = 0;
        nint count;
        fixed (byte* bytes = into)
        {
            _vector->Base = bytes;
            _vector->Length = (nuint)into.Length;
            _message->ControlLength = ControlBytes;
            count = Libc.recvmsg(socket, _message, Libc.MsgDontWait);
        }
        if (count < 0)
            return -Marshal.GetLastPInvokeError();
        if (_message->ControlLength >= StampedLength && ((int*)_control)[2] == Libc.SolSocket && ((int*)_control)[3] == Libc.SoTimestampNs)
            stamp = ((Timespec*)(_control + StampOffset))->TotalNanoseconds;
        return (int)count;
    }

    public void Dispose()
    {
        NativeMemory.Free(_message);
        _message = null;
        _vector = null;
        _control = null;
    }
}
