using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Output;

/// <summary>The machine that measured; no names, no addresses.</summary>
public sealed record HostDescription
{
    /// <summary>Operating system.</summary>
    public string Os { get; init; } = "";

    /// <summary>Processor architecture.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Cores this process may use.</summary>
    public int Cores { get; init; }

    /// <summary>.NET runtime.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>True when compiled ahead of time.</summary>
    public bool NativeAot { get; init; }

    /// <summary>True with the server garbage collector.</summary>
    public bool ServerGc { get; init; }

    /// <summary>This process on this machine.</summary>
    public static HostDescription Current() => new()
    {
        Os = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
        Cores = Environment.ProcessorCount,
        Runtime = RuntimeInformation.FrameworkDescription,
        NativeAot = !RuntimeFeature.IsDynamicCodeSupported,
        ServerGc = GCSettings.IsServerGC,
    };
}
