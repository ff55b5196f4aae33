namespace VllmStream.Simulation;

/// <summary>How the end of a body is told.</summary>
internal enum BodyEnd
{
    /// <summary>A chunk of size 0.</summary>
    Chunked,

    /// <summary>Content-Length.</summary>
    Length,

    /// <summary>The connection ends.</summary>
    Connection,

    /// <summary>Not at all: the pieces bring head and framing with them.</summary>
    Raw,
}
