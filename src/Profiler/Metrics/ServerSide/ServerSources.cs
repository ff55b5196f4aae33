namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>Where a run looks beside its load.</summary>
internal sealed record ServerSources
{
    /// <summary>Nowhere.</summary>
    public static ServerSources None { get; } = new();

    /// <summary>Metrics pages, one for each replica.</summary>
    public IReadOnlyList<string> Pages { get; init; } = [];

    /// <summary>Where GPU readings come from; null = nowhere.</summary>
    public string? Gpu { get; init; }

    /// <summary>Why nobody looks at GPUs; null when somebody does, or nobody is to.</summary>
    public string? GpuAbsence { get; init; }
}
