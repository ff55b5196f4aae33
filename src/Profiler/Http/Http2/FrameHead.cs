using System.Buffers.Binary;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>The first nine bytes of a frame: length (3), kind (1), flags (1), stream (4).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Stream">Number of the stream; 0 = the connection.</param>
/// <param name="Length">Bytes that follow.</param>
internal readonly record struct FrameHead(FrameKind Kind, byte Flags, int Stream, int Length)
{
    /// <summary>Bytes of a head.</summary>
    public const int Size = 9;

    /// <summary>True for the last frame of its direction; of HEADERS and DATA.</summary>
    public bool EndsStream => (Flags & 0x1) != 0;

    /// <summary>True when no CONTINUATION follows; of HEADERS and CONTINUATION.</summary>
    public bool EndsHeaders => (Flags & 0x4) != 0;

    /// <summary>True when the first byte says how many bytes at the end are padding; of HEADERS and DATA.</summary>
    public bool IsPadded => (Flags & 0x8) != 0;

    /// <summary>Reads one.</summary>
    public static FrameHead Read(ReadOnlySpan<byte> head) => new(
        (FrameKind)head[3],
        head[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(head[5..]) & int.MaxValue),
        (int)(BinaryPrimitives.ReadUInt32BigEndian(head) >> 8));
}
