namespace VllmStream.Profiling.Http;

/// <summary>How a body goes on after a read.</summary>
public enum BodyState
{
    /// <summary>More may come.</summary>
    Open,

    /// <summary>The body ended as its framing says.</summary>
    Ended,

    /// <summary>The connection ended, or broke, before the body did.</summary>
    Broken,

    /// <summary>The framing or the compression is wrong.</summary>
    Malformed,
}
