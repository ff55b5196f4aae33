using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Linux;

/// <summary>struct statx, which is the same on every architecture; only what is read of it is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    /// <summary>Kind and permissions.</summary>
    [FieldOffset(28)]
    public ushort Mode;

    /// <summary>Number of the file on its device.</summary>
    [FieldOffset(32)]
    public ulong Inode;

    /// <summary>The device, first half.</summary>
    [FieldOffset(136)]
    public uint DeviceMajor;

    /// <summary>The device, second half.</summary>
    [FieldOffset(140)]
    public uint DeviceMinor;
}
