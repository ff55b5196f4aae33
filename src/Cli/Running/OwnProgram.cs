namespace VllmStream.Cli.Running;

/// <summary>This program, for a process of its own: either this very executable, or the host that runs our assembly.</summary>
internal static class OwnProgram
{
    private static readonly bool IsHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";

    /// <summary>The executable.</summary>
    internal static string File => Environment.ProcessPath!;

    /// <summary>What stands before our own arguments.</summary>
    internal static IReadOnlyList<string> Arguments => IsHosted ? ["exec", Path.Combine(AppContext.BaseDirectory, "vllmstream.dll")] : [];
}
