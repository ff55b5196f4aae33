namespace VllmStream.Profiling.Options;

/// <summary>Where GPU readings come from.</summary>
public enum GpuSource
{
    /// <summary>nvidia-smi, where the server is on this machine.</summary>
    Auto,

    /// <summary>Nowhere.</summary>
    Off,

    /// <summary>The page of an exporter.</summary>
    Exporter,
}
