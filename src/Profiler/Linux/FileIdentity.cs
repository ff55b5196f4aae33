using System.Text;

namespace VllmStream.Profiling.Linux;

/// <summary>Which file a path leads to, through links of either kind: device and number say it, names do not.</summary>
/// <param name="DeviceMajor">Its device.</param>
/// <param name="DeviceMinor">Its device.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Mode">Its kind and permissions.</param>
public readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode, ushort Mode)
{
    private const int WorkingFolder = -100;
    private const uint BasicFacts = 0x7ff;
    private const int WriteAccess = 2;

    private const int KindMask = 0xf000;
    private const int Pipe = 0x1000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Socket = 0xc000;

    /// <summary>True where something is kept that could be lost: a file or a folder, and neither a device nor a pipe.</summary>
    public bool KeepsData => (Mode & KindMask) is Regular or Folder;

    /// <summary>True for what can be read once only.</summary>
    public bool IsPipe => (Mode & KindMask) is Pipe or Socket;

    /// <summary>Looks it up; null where nothing is there, and where the system is not Linux.</summary>
    public static unsafe FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        FileStatus status;
        fixed (byte* name = Name(path))
        {
            return Libc.statx(WorkingFolder, name, 0, BasicFacts, &status) == 0
                ? new FileIdentity(status.DeviceMajor, status.DeviceMinor, status.Inode, status.Mode)
                : null;
        }
    }

    /// <summary>False where this user may not write a file, or into a folder; true also where nobody can say.</summary>
    public static unsafe bool MayWrite(string path)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        fixed (byte* name = Name(path))
            return Libc.access(name, WriteAccess) == 0;
    }

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
