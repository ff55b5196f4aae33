using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>struct rlimit, getrlimit(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    public nuint Soft;
    public nuint Hard;
}
