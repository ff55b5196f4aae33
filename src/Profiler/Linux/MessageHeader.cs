using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>struct msghdr of a 64-bit system (glibc, and musl on little-endian).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public byte* Control;
    public nuint ControlLength;
    public int Flags;
}
