namespace VllmStream.Profiling.Http;

/// <summary>How the end of a body is told (RFC 9112 section 6.3).</summary>
public enum BodyFraming
{
    /// <summary>No body.</summary>
    None,

    /// <summary>Content-Length bytes.</summary>
    Length,

    /// <summary>Chunks.</summary>
    Chunked,

    /// <summary>Until the connection ends.</summary>
    ToEnd,
}
