namespace VllmStream.Profiling.Recording;

/// <summary>How the body of an answer ended.</summary>
public enum BodyEnd
{
    /// <summary>As its framing said: last chunk, Content-Length reached, or a close that ends the body.</summary>
    Clean,

    /// <summary>The connection broke, or closed before the framing allowed it.</summary>
    Broken,

    /// <summary>We stopped reading: a time-out, a cancellation, or a server that lingers after a complete answer.</summary>
    Stopped,
}
