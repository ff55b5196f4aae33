using System.Collections.Concurrent;
using System.Text;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>The requests that are under way, by the X-Request-Id they carry: it is how a tap knows whose headers it sees. Any thread.</summary>
/// <remarks>
/// .NET writes header fields as literals (RFC 7541 section 6.2.2) and without Huffman coding. If it ever did otherwise a request
/// would not be found: it is measured all the same, by the time at which its bytes are handed over, and its connection is unknown.
/// </remarks>
internal sealed class RequestNames
{
    private const byte LongestShortLength = 0x7e;

    private readonly ConcurrentDictionary<string, StreamTap> _taps = new(StringComparer.Ordinal);

    // Length and text of the name, as a literal has them.
    private static ReadOnlySpan<byte> Name => "\x0cx-request-id"u8;

    /// <summary>A request begins.</summary>
    public void Add(string id, StreamTap tap) => _taps[id] = tap;

    /// <summary>It is over.</summary>
    public void Remove(string id, StreamTap tap) => _taps.TryRemove(new KeyValuePair<string, StreamTap>(id, tap));

    /// <summary>Finds the request of a block of headers.</summary>
    public StreamTap? Find(ReadOnlySpan<byte> headers)
    {
        for (int at; (at = headers.IndexOf(Name)) >= 0;)
        {
            headers = headers[(at + Name.Length)..];
            if (headers.IsEmpty || headers[0] > LongestShortLength || headers[0] >= headers.Length)
                continue;
            var value = Encoding.Latin1.GetString(headers.Slice(1, headers[0]));
            // A user's header of the same name stands in front of ours.
            var own = value.LastIndexOf(',');
            if (_taps.TryGetValue(own < 0 ? value : value[(own + 1)..].Trim(), out var tap))
                return tap;
        }
        return null;
    }
}
