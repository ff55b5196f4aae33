using VllmStream.Profiling.Api;

namespace VllmStream.Profiling.Recording;

/// <summary>Knows events that were separated by one line end instead of a blank line: to the parser they are the lines of one event.</summary>
internal static class EventLines
{
    /// <summary>True when the data counts on its own: the end marker, or exactly one JSON document.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> data)
    {
        var trimmed = data.Trim(" \t\r\n"u8);
        return !trimmed.IsEmpty && (trimmed.SequenceEqual("[DONE]"u8) || ChunkWalk.IsDocument(trimmed));
    }

    /// <summary>True when the data has several lines and each, or each but the last, counts on its own.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> data, bool exceptLast)
    {
        if (!data.Contains((byte)'\n'))
            return false;
        while (TryNext(ref data, out var line))
        {
            if (!IsWhole(line) && !(exceptLast && data.IsEmpty))
                return false;
        }

        return true;
    }

    /// <summary>Takes the next line off the data.</summary>
    public static bool TryNext(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> line)
    {
        if (data.IsEmpty)
        {
            line = default;
            return false;
        }

        var end = data.IndexOf((byte)'\n');
        line = end < 0 ? data : data[..end];
        data = end < 0 ? default : data[(end + 1)..];
        return true;
    }

    /// <summary>The data after so many lines.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> data, int lines)
    {
        while (lines-- > 0)
            TryNext(ref data, out _);
        return data;
    }
}
