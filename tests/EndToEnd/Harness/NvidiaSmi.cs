namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A program of the name nvidia-smi that a test writes.</summary>
internal static class NvidiaSmi
{
    public static void Write(TempFolder folder, string script)
    {
        var file = folder.Write("nvidia-smi", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The variable PATH with the folder before all others.</summary>
    public static (string Name, string Value) OnPath(TempFolder folder) => ("PATH", folder.Path + ":" + Environment.GetEnvironmentVariable("PATH"));
}
