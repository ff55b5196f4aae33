namespace VllmStream.Profiling.Recording;

/// <summary>How an answer came over the wire.</summary>
public enum StreamShapeKind
{
    /// <summary>Too little to judge: not streamed, or fewer token events than the rule needs.</summary>
    Unknown,

    /// <summary>Events came one after another.</summary>
    Streamed,

    /// <summary>Events came in bursts with pauses between them.</summary>
    Batched,

    /// <summary>Everything came in one burst at the end.</summary>
    Buffered,
}
