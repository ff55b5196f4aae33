namespace VllmStream.Tests.Simulator.Faults;

/// <summary>What a socket got, up to the end of the connection or until nobody waited any longer.</summary>
/// <param name="Reads">Each read and when it came, in milliseconds after the request was sent.</param>
/// <param name="End">How it ended.</param>
/// <param name="EndMs">When.</param>
internal sealed record RawAnswer(IReadOnlyList<(byte[] Bytes, double Ms)> Reads, RawEnd End, double EndMs)
{
    private IReadOnlyList<byte[]>? chunks;

    public byte[] Bytes { get; } = [.. Reads.SelectMany(read => read.Bytes)];

    /// <summary>Latin-1, so that each byte is a character of the message when two answers differ.</summary>
    public string Text { get; } = System.Text.Encoding.Latin1.GetString([.. Reads.SelectMany(read => read.Bytes)]);

    public string Head => Text[..(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];

    /// <summary>The body with its chunks taken apart.</summary>
    public IReadOnlyList<byte[]> Chunks => chunks ??= ReadChunks();

    public string Body => System.Text.Encoding.Latin1.GetString([.. Chunks.SelectMany(chunk => chunk)]);

    /// <summary>When the byte at that place came.</summary>
    public double MsOf(int place)
    {
        foreach (var (bytes, ms) in Reads)
        {
            if (place < bytes.Length) return ms;
            place -= bytes.Length;
        }

        return EndMs;
    }

    private List<byte[]> ReadChunks()
    {
        var read = new List<byte[]>();
        for (var at = Head.Length; at < Bytes.Length;)
        {
            var line = Text.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(Text[at..line], 16);
            if (size == 0) break;
            read.Add(Bytes[(line + 2)..(line + 2 + size)]);
            at = line + 2 + size + 2;
        }

        return read;
    }
}
