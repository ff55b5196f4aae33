namespace VllmStream.Simulation;

/// <summary>What one write of an answer carried.</summary>
internal enum EmissionKind : byte
{
    /// <summary>Events that open a stream before anything was generated.</summary>
    Opening,

    /// <summary>The first token of the request, with the role chunks in front of it for chat.</summary>
    First,

    /// <summary>Further tokens.</summary>
    Token,

    /// <summary>The last tokens of a sequence with its finish reason.</summary>
    Finish,

    /// <summary>The usage chunk.</summary>
    Usage,

    /// <summary>The [DONE] event, or what ends a stream in an API without it.</summary>
    Done,

    /// <summary>A whole answer that was not streamed.</summary>
    Body,

    /// <summary>An item of a recipe that a fault script plays.</summary>
    Played,
}
