namespace VllmStream.Tests.SseParser;

/// <summary>How the bytes of one call lie in memory.</summary>
public enum Layout
{
    /// <summary>A sequence of one segment over the whole body's array, as a caller with one receive buffer has it.</summary>
    OneBuffer,

    /// <summary>The ReadOnlyMemory overload.</summary>
    Memory,

    /// <summary>A fresh array per call; the one before is overwritten, as a caller that moves or reuses its buffer does.</summary>
    MovedBuffer,

    /// <summary>One segment per read, each in the middle of a larger array full of line ends.</summary>
    SegmentPerRead,

    /// <summary>Segments of one to three bytes and empty ones, whatever the reads.</summary>
    TinySegments,
}
