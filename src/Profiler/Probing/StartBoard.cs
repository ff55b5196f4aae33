using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Probing;

/// <summary>Where a run is before its load. Any thread.</summary>
public sealed class StartBoard
{
    private volatile bool _isProbing;

    /// <summary>The attempts to reach the server.</summary>
    public ReachBoard Reach { get; } = new();

    /// <summary>True from the first request that is sent by itself on.</summary>
    public bool IsProbing
    {
        get => _isProbing;
        internal set => _isProbing = value;
    }
}
