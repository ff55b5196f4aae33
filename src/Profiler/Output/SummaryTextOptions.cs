namespace VllmStream.Profiling.Output;

/// <summary>How the summary is drawn.</summary>
public sealed record SummaryTextOptions
{
    /// <summary>Plain text.</summary>
    public static SummaryTextOptions Plain { get; } = new();

    /// <summary>True colours the verdict and the checks.</summary>
    public bool Color { get; init; }

    /// <summary>True writes nothing outside ASCII.</summary>
    public bool Ascii { get; init; }

    /// <summary>The run file; null when there is none (stdout).</summary>
    public string? File { get; init; }

    /// <summary>Its size; null = not known.</summary>
    public long? FileBytes { get; init; }
}
