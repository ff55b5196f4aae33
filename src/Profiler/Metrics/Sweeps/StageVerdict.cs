namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>What a stage says about its load.</summary>
public enum StageVerdict
{
    /// <summary>The server keeps this load.</summary>
    Kept,

    /// <summary>It does not.</summary>
    Broken,

    /// <summary>The client was not valid: no evidence about the server.</summary>
    Client,

    /// <summary>Cut short by the user: no evidence either.</summary>
    Interrupted,
}
