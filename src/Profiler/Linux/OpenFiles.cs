namespace VllmStream.Profiling.Linux;

/// <summary>How many files and sockets this process may have open.</summary>
internal static unsafe class OpenFiles
{
    private const int ResourceOpenFiles = 7;

    /// <summary>Raises the soft limit to the hard one, as the runtime of .NET does by itself and a native executable does not. Only asks: where the system refuses, nothing changes.</summary>
    public static void RaiseToHardLimit()
    {
        ResourceLimit limit;
        if (!OperatingSystem.IsLinux() || Libc.getrlimit(ResourceOpenFiles, &limit) != 0 || limit.Soft >= limit.Hard)
            return;
        limit.Soft = limit.Hard;
        _ = Libc.setrlimit(ResourceOpenFiles, &limit);
    }
}
