namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>Why a sweep is over.</summary>
public enum SweepEnd
{
    /// <summary>Highest load kept and lowest broken are as near to each other as they are asked to be.</summary>
    Resolved,

    /// <summary>The highest load that was asked for is kept.</summary>
    AllKept,

    /// <summary>Not even one request in flight, or one user, is kept.</summary>
    NoneKept,

    /// <summary>As many stages as were allowed.</summary>
    StagesUsedUp,

    /// <summary>The client was the limit, twice at the same load.</summary>
    ClientLimit,

    /// <summary>The server did not answer any more.</summary>
    ServerLost,

    /// <summary>The user ended it.</summary>
    Interrupted,
}
