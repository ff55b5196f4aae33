namespace VllmStream.Simulation;

/// <summary>Where a stage stands between the answer and the wire; within a layer the order of the script holds.</summary>
internal enum StageLayer
{
    /// <summary>Which events there are, and when.</summary>
    Events,

    /// <summary>How an event is written.</summary>
    Framing,

    /// <summary>What a line ends in: last, because all others look for LF.</summary>
    LineEnds,

    /// <summary>Compression of what was written.</summary>
    Encoding,

    /// <summary>Which bytes leave together, and when.</summary>
    Writes,

    /// <summary>Status and headers.</summary>
    Head,

    /// <summary>Where the connection breaks.</summary>
    Cut,
}
