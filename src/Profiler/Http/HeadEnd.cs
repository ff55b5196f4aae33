namespace VllmStream.Profiling.Http;

/// <summary>How waiting for a response head ended.</summary>
public enum HeadEnd
{
    /// <summary>The head is there.</summary>
    Read,

    /// <summary>The connection ended before any byte of an answer.</summary>
    NoAnswer,

    /// <summary>The connection ended inside the head.</summary>
    Cut,

    /// <summary>What came is no HTTP/1 head.</summary>
    Malformed,
}
