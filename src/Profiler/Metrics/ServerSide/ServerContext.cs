namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>What of the client's own figures belongs beside the server's; null = unknown.</summary>
internal sealed record ServerContext
{
    /// <summary>Nothing known.</summary>
    public static ServerContext Empty { get; } = new();

    /// <summary>When it is; closes a window that has not ended yet.</summary>
    public long NowTicks { get; init; }

    /// <summary>True where others send the load: what they have counted when the server was looked at nobody here knows.</summary>
    public bool IsShared { get; init; }

    /// <summary>Output tokens that came in the measured window.</summary>
    public double? OutputTokens { get; init; }

    /// <summary>Measured requests that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Choices asked for with each request; the most of any task.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Median read lag.</summary>
    public double? ReadLagP50Ms { get; init; }

    /// <summary>How it was measured.</summary>
    public string? ReadLagSource { get; init; }
}
