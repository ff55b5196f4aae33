namespace VllmStream.Profiling.Http.Http2;

/// <summary>The frames that say something about one request (RFC 9113 section 6); others are passed over.</summary>
internal enum FrameKind : byte
{
    /// <summary>Bytes of a body.</summary>
    Data = 0,

    /// <summary>Begins a request or an answer.</summary>
    Headers = 1,

    /// <summary>Ends a stream before its time.</summary>
    ResetStream = 3,

    /// <summary>Announces that the connection will end.</summary>
    GoAway = 7,

    /// <summary>The rest of the headers before it.</summary>
    Continuation = 9,
}
