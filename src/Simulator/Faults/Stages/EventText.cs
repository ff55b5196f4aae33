using System.Buffers.Text;

namespace VllmStream.Simulation;

/// <summary>Where the text stands in a token event of this server.</summary>
internal static class EventText
{
    /// <summary>The place of the text, as it is escaped, between its quotes; null if the event has none.</summary>
    public static Range? Find(ReadOnlySpan<byte> item) =>
        Behind(item, "\"content\":\""u8) ?? Behind(item, "\"text\":\""u8) ?? Behind(item, "\"delta\":\""u8) ?? Behind(item, "\"reasoning\":\""u8);

    /// <summary>The index of the choice; 0 where none is named.</summary>
    public static int Choice(ReadOnlySpan<byte> item)
    {
        var start = item.IndexOf("\"index\":"u8);
        return start >= 0 && Utf8Parser.TryParse(item[(start + "\"index\":"u8.Length)..], out int index, out _) ? index : 0;
    }

    private static Range? Behind(ReadOnlySpan<byte> item, ReadOnlySpan<byte> name)
    {
        var start = item.IndexOf(name);
        if (start < 0) return null;
        start += name.Length;
        var end = start;
        while (end < item.Length && item[end] != (byte)'"') end += item[end] == (byte)'\\' ? 2 : 1;
        return start..end;
    }
}
