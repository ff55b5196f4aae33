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

    /// <summary>True when the data are several events: the first line is whole, and more follows right below it.</summary>
    /// <remarks>What the other lines are does not matter: no JSON document goes on behind its end, so together they are none.</remarks>
    public static bool AreSeparate(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)'\n');
        if (end < 0)
            return false;
        var following = data[(end + 1)..];
        TryNext(ref following, out var second);
        return !second.Trim(" \t\r"u8).IsEmpty && IsWhole(data[..end]);
    }

    /// <summary>True when the body has several lines and each but the last is one JSON document; the last may have been cut.</summary>
    public static bool AreDocuments(ReadOnlySpan<byte> body)
    {
        if (!body.Contains((byte)'\n'))
            return false;
        while (TryNext(ref body, out var line))
        {
            if (!body.IsEmpty && !ChunkWalk.IsDocument(line))
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
